//! Reads JSON text, strictly and within limits.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{MAX_DEPTH, MAX_MEMBERS, Malformed, Member, Value};

/// One value, and nothing after it.
pub(super) fn parse(text: &str) -> Result<Value<'_>, Malformed> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.blank();
    if reader.at == text.len() { Ok(value) } else { Err(Malformed::Syntax) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

// A build for size calls a function for each byte, if it may: the flavour that reads most may not.
impl<'a> Reader<'a> {
    #[cfg_attr(feature = "edge", allow(clippy::inline_always), inline(always))]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[cfg_attr(feature = "edge", allow(clippy::inline_always), inline(always))]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[cfg_attr(feature = "edge", allow(clippy::inline_always), inline(always))]
    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Malformed> {
        if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(value);
        }
        Err(Malformed::Syntax)
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, Malformed> {
        self.blank();
        match self.peek() {
            Some(b'n') => self.word("null", Value::Null),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'"') => self.string().map(Value::String),
            Some(b'[') => self.array(depth + 1),
            Some(b'{') => self.object(depth + 1),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, Malformed> {
        let mut items = Vec::new();
        self.list(depth, b']', |reader| {
            items.push(reader.value(depth)?);
            Ok(())
        })?;
        Ok(Value::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, Malformed> {
        let mut members: Vec<Member<'a>> = Vec::new();
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
        Ok(Value::Object(members))
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

    fn number(&mut self) -> Result<Value<'a>, Malformed> {
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
        Ok(Value::Number(Cow::Borrowed(self.text.get(start..self.at).unwrap_or_default())))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Malformed> {
        if !self.take(b'"') {
            return Err(Malformed::Syntax);
        }
        let plain = self.plain()?;
        if self.take(b'"') {
            return Ok(Cow::Borrowed(plain));
        }
        self.unescaped(plain).map(Cow::Owned)
    }

    /// What stands as it is up to the end of the string, or an escape, or what may not be in it.
    fn plain(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        // Eight at a time, where more than a few short texts are read.
        #[cfg(any(feature = "browser", not(target_arch = "wasm32")))]
        while let Some(eight) = self.text.as_bytes().get(self.at..).and_then(<[u8]>::first_chunk) {
            let plain = plain_bytes(u64::from_le_bytes(*eight));
            self.at += plain;
            if plain < 8 {
                return self.text.get(start..self.at).ok_or(Malformed::Syntax);
            }
        }
        while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b >= b' ') {
            self.at += 1;
        }
        self.text.get(start..self.at).ok_or(Malformed::Syntax)
    }

    /// The rest of a string that begins with `plain` and goes on with an escape.
    fn unescaped(&mut self, plain: &str) -> Result<String, Malformed> {
        let mut out = String::from(plain);
        loop {
            if !self.take(b'\\') {
                return Err(Malformed::Syntax);
            }
            out.push(self.escape()?);
            out.push_str(self.plain()?);
            if self.take(b'"') {
                return Ok(out);
            }
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

/// How many of eight bytes of a string, the lowest first, stand before one that ends what is plain: a quote, a backslash, a
/// control character.
#[cfg(any(feature = "browser", not(target_arch = "wasm32")))]
#[cfg_attr(feature = "edge", allow(clippy::inline_always), inline(always))]
const fn plain_bytes(eight: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // A byte that becomes 0 borrows from its highest bit; above the first that does, bits may be wrong.
    let quote = eight ^ (ONES * b'"' as u64);
    let backslash = eight ^ (ONES * b'\\' as u64);
    let found = quote.wrapping_sub(ONES) & !quote
        | backslash.wrapping_sub(ONES) & !backslash
        | eight.wrapping_sub(ONES * b' ' as u64) & !eight;
    (found & HIGH).trailing_zeros() as usize / 8
}
