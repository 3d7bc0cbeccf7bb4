//! Request and Reply as plain values. Whoever has a `fetch` sends the one and hands back the other.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::Error;
use crate::json::{Json, Value};

/// The longest reply body that is read: 1 MiB. The longest documented one has under 2 kB.
pub const MAX_REPLY: usize = 1 << 20;

/// The verbs the partners use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Replaces.
    Put,
}

impl Method {
    /// The verb as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request, ready to be sent as it is. `Debug` shows neither path, headers nor body: they hold a key and a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// Absolute, `https`, percent-encoded.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The exact text to send.
    pub body: Option<String>,
}

impl Request {
    /// A request with a JSON body.
    #[must_use]
    pub fn with_json(mut self, body: &Json) -> Self {
        self.headers.push(("content-type", "application/json".into()));
        self.body = Some(body.to_text());
        self
    }

    /// The request as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::object([
            ("method", self.method.as_str().into()),
            ("url", self.url.as_str().into()),
            (
                "headers",
                Json::Object(self.headers.iter().map(|(n, v)| ((*n).into(), Json::text(v))).collect()),
            ),
            ("body", self.body.as_ref().map_or(Json::Null, Json::text)),
        ])
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.split('/').nth(2).unwrap_or_default();
        write!(
            f,
            "Request({} {host}, {} bytes)",
            self.method.as_str(),
            self.body.as_ref().map_or(0, String::len)
        )
    }
}

/// A reply as it came. `Debug` does not show the body.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// The text, empty when there was none.
    pub body: String,
}

impl Reply {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.len() == name.len() && n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    /// Whether the partner said that it went well.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Whether this is a page for people: what proxies and outages send in place of JSON.
    #[must_use]
    pub fn is_page(&self) -> bool {
        // Most replies are an object, and need no closer look.
        let is_json = self.body.as_bytes().first() == Some(&b'{');
        !is_json && self.body.trim_start_matches('\u{feff}').trim_start().starts_with('<')
            || self
                .header("content-type")
                .is_some_and(|t| t.get(..9).is_some_and(|t| t.eq_ignore_ascii_case("text/html")))
    }

    /// The body of a success, as JSON.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is empty, over [`MAX_REPLY`] or not JSON; [`Error::Unavailable`] for a page.
    pub fn json(&self) -> Result<Value<'_>, Error> {
        if self.is_page() {
            return Err(Error::Unavailable { retry_after: None });
        }
        let problem = if self.body.len() > MAX_REPLY {
            "is longer than 1 MiB"
        } else {
            match Value::read(&self.body) {
                Ok(value) => return Ok(value),
                Err(_) if self.body.trim().is_empty() => "is empty",
                Err(malformed) => malformed.reason(),
            }
        };
        Err(Error::Unreadable { field: "body", problem })
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// An origin that a host configures: `https://host` or `https://host:port`, without credentials, path or query. The
/// trailing slash that people leave is taken off. None for anything else.
///
/// ```
/// use kyc_assent::http::origin;
/// assert_eq!(origin("https://my.broker.example/").as_deref(), Some("https://my.broker.example"));
/// assert_eq!(origin("https://user@my.broker.example"), None);
/// assert_eq!(origin("http://my.broker.example"), None);
/// ```
#[must_use]
pub fn origin(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let labels = host.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    let port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    (labels && port && host.len() <= 253).then(|| {
        let mut out = String::from("https://");
        out.push_str(rest);
        out
    })
}

#[cfg(feature = "requests")]
/// Adds a query parameter, percent-encoded, to an address.
pub(crate) fn add_query(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(name);
    url.push('=');
    // An empty value and dots are no trouble here.
    url.push_str(&path_segment(value).unwrap_or_else(|| value.into()));
}

/// Whether a text is there and can stand in a header as it is: a token or a key, whole and without blanks.
pub(crate) fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The JSON of a body that came as bytes, as a webhook's does.
#[cfg(feature = "requests")]
pub(crate) fn json_of_bytes(body: &[u8]) -> Result<Json, Error> {
    let unreadable = |problem| Error::Unreadable { field: "body", problem };
    let text = core::str::from_utf8(body).map_err(|_| unreadable("is not UTF-8"))?;
    Json::parse(text).map_err(|malformed| unreadable(malformed.reason()))
}

/// One segment of a path, percent-encoded so that nothing in it can end the segment (RFC 3986 section 2.3 leaves
/// letters, digits and `-._~` as they are). None for what a URL reader would take away: an empty segment and dots.
#[must_use]
pub fn path_segment(text: &str) -> Option<String> {
    if matches!(text, "" | "." | "..") {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    Some(out)
}
