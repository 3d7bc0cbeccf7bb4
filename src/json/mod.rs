//! JSON as a plain value, read strictly.
//!
//! A partner's reply decides about a person, so what two readers could understand differently is refused here: a
//! member named twice, text after the end, half a surrogate pair, and anything deeper or wider than any documented
//! reply. Numbers keep the digits they came with. [RFC 8259], [RFC 8785].
//!
//! It is our own, because a general reader costs five times the bytes and takes the last of two equal members in
//! silence; the tests hold it against `serde_json` on random texts.
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
//! [RFC 8785]: https://www.rfc-editor.org/rfc/rfc8785

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

mod read;
#[cfg(feature = "serde")]
mod serde;
mod write;

use core::fmt;

/// The deepest nesting that is read. The deepest documented reply has 4 levels.
pub const MAX_DEPTH: usize = 64;
/// The most members that one object may have. The widest documented reply has 20.
pub const MAX_MEMBERS: usize = 256;

/// A JSON value whose texts may lie in the text that it was read from. `Debug` shows its shape, never its contents: they
/// may be a person's.
// A kind of one byte would have values moved in pieces that lie across words: a sixth of the time of reading a reply.
#[repr(u32)]
#[derive(Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, in the digits it was written with.
    Number(Cow<'a, str>),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Members in the order they were written; no name stands twice.
    Object(Vec<Member<'a>>),
}

/// A member of an object: its name and its value.
pub type Member<'a> = (Cow<'a, str>, Value<'a>);

/// A JSON value that stands for itself: its texts are its own, or constants.
pub type Json = Value<'static>;

/// Why a text is not JSON that can be trusted.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// Not JSON at all, or cut off.
    Syntax,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// An object with more than [`MAX_MEMBERS`] members.
    TooWide,
    /// An object that names a member twice.
    DuplicateMember,
}

impl Malformed {
    /// The reason in words.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Syntax => "is not JSON, or was cut off",
            Self::TooDeep => "is nested too deep",
            Self::TooWide => "has too many members in one object",
            Self::DuplicateMember => "names a member twice",
        }
    }
}

impl Json {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// [`Malformed`], with the first reason found.
    ///
    /// ```
    /// use kyc_assent::json::{Json, Malformed};
    /// assert_eq!(Json::parse(r#"{"a":1}"#).unwrap().get("a"), Some(&Json::Number("1".into())));
    /// assert_eq!(Json::parse(r#"{"a":1,"a":2}"#), Err(Malformed::DuplicateMember));
    /// ```
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        Value::read(text).map(Value::into_owned)
    }

    /// A string value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::String(Cow::Owned(text.into()))
    }

    /// A list of strings.
    pub fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Self {
        Self::list(items.into_iter().map(Self::text))
    }

    /// A word of the core's own, which is not copied.
    #[must_use]
    pub const fn word(word: &'static str) -> Self {
        Self::String(Cow::Borrowed(word))
    }

    /// A list of such words.
    pub fn words(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self::list(words.into_iter().map(Self::word))
    }
}

impl<'a> Value<'a> {
    /// Reads one JSON text, as [`Json::parse`] does, and copies none of its texts but those with escapes.
    ///
    /// # Errors
    /// [`Malformed`], with the first reason found.
    pub fn read(text: &'a str) -> Result<Self, Malformed> {
        read::parse(text)
    }

    /// The same value, which needs the text no longer that it was read from.
    #[must_use]
    pub fn into_owned(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(truth) => Json::Bool(truth),
            Self::Number(digits) => Json::Number(Cow::Owned(digits.into_owned())),
            Self::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => Json::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(members) => Json::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
                    .collect(),
            ),
        }
    }

    /// The member of that name, when this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(n, _)| same(text_of(n), name)).map(|(_, value)| value)
    }

    /// The members of an object; of anything else, none.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// The items of a list; of anything else, none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::Array(items) = self { items } else { &[] }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text_of(text)) } else { None }
    }

    /// The truth of a boolean.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// A whole number that is not negative and was written without fraction or exponent.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(digits) = self { digits.parse().ok() } else { None }
    }

    /// Whether this is an object.
    #[must_use]
    pub const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Compact JSON text. The same as `to_string`, without the weight of the formatter.
    #[must_use]
    pub fn to_text(&self) -> String {
        // Room for most answers: a text that grows is copied.
        let mut out = String::with_capacity(512);
        write::write(self, &mut out);
        out
    }

    /// An object of these members. The caller names none twice.
    #[must_use]
    pub fn object<const N: usize>(mut members: [(&'static str, Self); N]) -> Self {
        Self::Object(named(&mut members))
    }

    /// A list of these values.
    #[must_use]
    pub fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let mut items = items.into_iter();
        Self::Array(gathered(&mut || items.next()))
    }

    /// Sets a member of an object, in place when it is there. Does nothing to any other value.
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, value: Self) {
        self.put(name.into(), value);
    }

    /// Apart from [`Json::set`], so that it is compiled once and not for each kind of name.
    fn put(&mut self, name: Cow<'a, str>, value: Self) {
        if let Self::Object(members) = self {
            match members.iter_mut().find(|(n, _)| *n == name) {
                Some((_, old)) => *old = value,
                None => members.push((name, value)),
            }
        }
    }

    /// The same value with the members of every object in the order of RFC 8785. Together with the writer, which
    /// escapes as that page demands, this is its canonical form for values whose numbers are whole.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.sort();
        self
    }

    fn sort(&mut self) {
        match self {
            Self::Array(items) => items.iter_mut().for_each(Self::sort),
            Self::Object(members) => {
                // RFC 8785 section 3.2.3: by UTF-16 code units.
                sort_short(members, |(a, _), (b, _)| a.encode_utf16().lt(b.encode_utf16()));
                for (_, value) in members {
                    value.sort();
                }
            }
            _ => {}
        }
    }
}

/// The text itself. The standard library's way to it is a call in a build for size.
#[allow(clippy::ptr_arg)]
#[cfg_attr(feature = "browser", allow(clippy::inline_always), inline(always))]
pub(crate) fn text_of<'a>(text: &'a Cow<'_, str>) -> &'a str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.as_str(),
    }
}

/// Whether two texts are the same: most differ in length, which takes no call.
#[cfg_attr(feature = "browser", allow(clippy::inline_always), inline(always))]
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one == other
}

/// Apart from [`Json::object`], so that it is compiled once and not for each number of members.
#[inline(never)]
fn named<'a>(members: &mut [(&'static str, Value<'a>)]) -> Vec<Member<'a>> {
    let mut out = Vec::with_capacity(members.len());
    for (name, value) in members {
        out.push((Cow::Borrowed(*name), core::mem::replace(value, Value::Null)));
    }
    out
}

/// Apart from [`Json::list`], so that it is compiled once and not for each kind of items.
#[inline(never)]
fn gathered<'a>(next: &mut dyn FnMut() -> Option<Value<'a>>) -> Vec<Value<'a>> {
    let mut items = Vec::new();
    while let Some(item) = next() {
        items.push(item);
    }
    items
}

/// Sorts a short list, stably: the general sort costs four kilobytes for each type it is used on.
pub(crate) fn sort_short<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        for at in (1..=end).rev() {
            let in_order = match (list.get(at - 1), list.get(at)) {
                (Some(left), Some(right)) => !before(right, left),
                _ => true,
            };
            if in_order {
                break;
            }
            list.swap(at - 1, at);
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        })
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(Cow::Owned(number.to_string()))
    }
}

/// Copies; a constant need not be: [`Json::word`].
impl From<&str> for Value<'_> {
    fn from(text: &str) -> Self {
        Self::String(Cow::Owned(text.into()))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::String(Cow::Owned(text))
    }
}

/// Writes compact JSON.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}
