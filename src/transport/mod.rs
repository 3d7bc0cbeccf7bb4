//! Sends a request with the host's fetch, for hosts that want no code of their own.
//!
//! It is for servers: the account holds a key, and a key has no place in a page.

use gloo_net::http::{Method as Verb, RequestBuilder};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::http::MAX_REPLY;
use crate::json::{Json, Member};

/// The time that a partner has for the whole reply, in milliseconds.
const TIME_LIMIT: u32 = 10_000;

/// Sends what `prepare` has built and gives the reply that `read` takes, both as plain objects.
///
/// # Errors
/// A text that says why there is no reply. It may name the address, and with it the person.
#[wasm_bindgen]
pub async fn send(request: JsValue) -> Result<JsValue, JsValue> {
    let request = Json::deserialize(serde_wasm_bindgen::Deserializer::from(request))?;
    let reply = exchange(&request).await.map_err(|error| JsValue::from_str(&error.to_string()))?;
    // Plain objects rather than maps, so that `JSON.stringify` sees their members.
    Ok(reply.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

async fn exchange(request: &Json) -> Result<Json, gloo_net::Error> {
    let text = |name: &str| request.get(name).and_then(Json::as_str);
    let mut builder = RequestBuilder::new(text("url").unwrap_or_default())
        .method(match text("method") {
            Some("POST") => Verb::POST,
            Some("PUT") => Verb::PUT,
            _ => Verb::GET,
        })
        // A redirect could lead the key elsewhere.
        .redirect(web_sys::RequestRedirect::Manual)
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIME_LIMIT)));
    for (name, value) in request.get("headers").map(Json::members).unwrap_or_default() {
        builder = builder.header(name, value.as_str().unwrap_or_default());
    }
    let sent = match text("body") {
        Some(body) => builder.body(body)?,
        None => builder.build()?,
    };
    let response = sent.send().await?;
    let headers: Vec<Member<'static>> =
        response.headers().entries().map(|(name, value)| (name.into(), Json::text(value))).collect();
    let announced =
        headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, v)| v.as_str()?.parse().ok());
    // What says beforehand that it is too long is not fetched; `read` refuses it by its length.
    let body = if announced.unwrap_or(0_usize) > MAX_REPLY {
        " ".repeat(MAX_REPLY + 1)
    } else {
        response.text().await?
    };
    Ok(Json::object([
        ("status", u64::from(response.status()).into()),
        ("headers", Json::Object(headers)),
        ("body", body.into()),
    ]))
}
