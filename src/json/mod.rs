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

use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

#[cfg(feature = "serde")]
mod serde;

use core::fmt;

/// The deepest nesting that is read. The deepest documented reply has 4 levels.
pub const MAX_DEPTH: usize = 64;
/// The most members that one object may have. The widest documented reply has 20.
pub const MAX_MEMBERS: usize = 256;

/// A JSON value. `Debug` shows its shape, never its contents: they may be a person's.
#[derive(Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, in the digits it was written with.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// A list.
    Array(Vec<Json>),
    /// Members in the order they were written; no name stands twice.
    Object(Vec<(String, Json)>),
}

/// Why a text is not JSON that can be trusted.
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
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.blank();
        if reader.at == text.len() { Ok(value) } else { Err(Malformed::Syntax) }
    }

    /// The member of that name, when this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The members of an object; of anything else, none.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
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
        if let Self::String(text) = self { Some(text) } else { None }
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
        let mut out = String::new();
        write(self, &mut out);
        out
    }

    /// A string value.
    pub fn text(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// An object of these members. The caller names none twice.
    #[must_use]
    pub fn object<const N: usize>(mut members: [(&str, Self); N]) -> Self {
        Self::Object(named(&mut members))
    }

    /// A list of strings.
    pub fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Self {
        Self::Array(items.into_iter().map(Self::text).collect())
    }

    /// Sets a member of an object, in place when it is there. Does nothing to any other value.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Self::Object(members) = self {
            match members.iter_mut().find(|(n, _)| n == name) {
                Some((_, old)) => *old = value,
                None => members.push((name.into(), value)),
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

/// Apart from [`Json::object`], so that it is compiled once and not for each number of members.
#[inline(never)]
fn named(members: &mut [(&str, Json)]) -> Vec<(String, Json)> {
    members
        .iter_mut()
        .map(|(name, value)| (String::from(*name), core::mem::replace(value, Json::Null)))
        .collect()
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

impl fmt::Debug for Json {
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

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

/// Writes compact JSON.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

fn write(value: &Json, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Json::Number(digits) => out.push_str(digits),
        Json::String(text) => write_string(text, out),
        Json::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (i, (name, value)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

/// Escapes what RFC 8785 section 3.2.2.2 escapes, and nothing else.
fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => '"',
            b'\\' => '\\',
            8 => 'b',
            b'\t' => 't',
            b'\n' => 'n',
            12 => 'f',
            b'\r' => 'r',
            0..=31 => 'u',
            _ => continue,
        };
        out.push_str(text.get(copied..at).unwrap_or_default());
        copied = at + 1;
        out.push('\\');
        out.push(short);
        if short == 'u' {
            out.push_str("00");
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out.push('"');
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, Malformed> {
        if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(value);
        }
        Err(Malformed::Syntax)
    }

    fn value(&mut self, depth: usize) -> Result<Json, Malformed> {
        self.blank();
        match self.peek() {
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'"') => self.string().map(Json::String),
            Some(b'[') => self.array(depth + 1),
            Some(b'{') => self.object(depth + 1),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, Malformed> {
        let mut items = Vec::new();
        self.list(depth, b']', |reader| {
            items.push(reader.value(depth)?);
            Ok(())
        })?;
        Ok(Json::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Json, Malformed> {
        let mut members: Vec<(String, Json)> = Vec::new();
        self.list(depth, b'}', |reader| {
            reader.blank();
            let name = reader.string()?;
            if members.len() == MAX_MEMBERS {
                return Err(Malformed::TooWide);
            }
            if members.iter().any(|(n, _)| *n == name) {
                return Err(Malformed::DuplicateMember);
            }
            reader.blank();
            if !reader.take(b':') {
                return Err(Malformed::Syntax);
            }
            members.push((name, reader.value(depth)?));
            Ok(())
        })?;
        Ok(Json::Object(members))
    }

    /// Items between the opening byte, at which the reader stands, and `end`, with commas between them.
    fn list(
        &mut self,
        depth: usize,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed::TooDeep);
        }
        self.at += 1;
        self.blank();
        if self.take(end) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.blank();
            if self.take(end) {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(Malformed::Syntax);
            }
        }
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Malformed::Syntax) }
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Ok(Json::Number(self.text.get(start..self.at).unwrap_or_default().into()))
    }

    fn string(&mut self) -> Result<String, Malformed> {
        if !self.take(b'"') {
            return Err(Malformed::Syntax);
        }
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b >= b' ') {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).ok_or(Malformed::Syntax)?);
            if self.take(b'"') {
                return Ok(out);
            }
            if !self.take(b'\\') {
                return Err(Malformed::Syntax);
            }
            out.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let byte = self.peek().ok_or(Malformed::Syntax)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex4()?;
                let code = match unit {
                    0xD800..=0xDBFF => {
                        if !(self.take(b'\\') && self.take(b'u')) {
                            return Err(Malformed::Syntax);
                        }
                        let low = self.hex4()?;
                        if !(0xDC00..=0xDFFF).contains(&low) {
                            return Err(Malformed::Syntax);
                        }
                        0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    _ => unit,
                };
                char::from_u32(code).ok_or(Malformed::Syntax)?
            }
            _ => return Err(Malformed::Syntax),
        })
    }

    fn hex4(&mut self) -> Result<u32, Malformed> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16)).ok_or(Malformed::Syntax)?;
            self.at += 1;
            unit = unit * 16 + digit;
        }
        Ok(unit)
    }
}
