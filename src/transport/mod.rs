//! Sends a request with the host's fetch, for hosts that want no code of their own: one call asks, sends and reads.
//!
//! It is for servers: the account holds a key, and a key has no place in a page.

use gloo_net::http::{Method as Verb, RequestBuilder};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Error;
use crate::http::{MAX_REPLY, Method, Reply, Request};
use crate::json::Json;
use crate::operation;

/// The time that a partner has for the whole reply, in milliseconds.
const TIME_LIMIT: u32 = 10_000;

/// `call` of the package: `prepare`, the host's fetch, `read`. Rejects with what those two throw, and with
/// `unavailable` when there was no reply in time.
///
/// # Errors
/// The error as a plain object; see [`Error::to_json`].
#[wasm_bindgen]
pub async fn call(name: String, call: JsValue) -> Result<JsValue, JsValue> {
    match ask(&name, call).await {
        Ok(reading) => Ok(cross(&reading)),
        Err(error) => Err(cross(&error.to_json())),
    }
}

async fn ask(name: &str, call: JsValue) -> Result<Json, Error> {
    let call = Json::deserialize(serde_wasm_bindgen::Deserializer::from(call)).map_err(|_| {
        Error::input("input", "must be plain data: objects, lists, strings, numbers, booleans")
    })?;
    let request = operation::prepare(name, &call)?;
    let reply = send(request).await.map_err(|_| Error::Unavailable { retry_after: None })?;
    operation::read(name, &reply).map(|reading| reading.to_json())
}

async fn send(request: Request) -> Result<Reply, gloo_net::Error> {
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => Verb::GET,
            Method::Post => Verb::POST,
            Method::Put => Verb::PUT,
        })
        // A redirect could lead the key elsewhere.
        .redirect(web_sys::RequestRedirect::Manual)
        .abort_signal(Some(&web_sys::AbortSignal::timeout_with_u32(TIME_LIMIT)));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let response = match request.body {
        Some(body) => builder.body(body)?,
        None => builder.build()?,
    }
    .send()
    .await?;
    let mut reply = Reply {
        status: response.status(),
        headers: response.headers().entries().collect(),
        ..Reply::default()
    };
    // What says beforehand that it is too long is not fetched; it reads as what it is.
    let announced = reply.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0_usize);
    reply.body = if announced > MAX_REPLY { " ".repeat(MAX_REPLY + 1) } else { response.text().await? };
    Ok(reply)
}

/// Plain objects rather than maps, so that `JSON.stringify` sees their members.
fn cross(value: &Json) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}
