//! `GET …/my/verifications/wizard` and `POST …/my/verifications` (docs: front verification procedures).

use alloc::string::String;
use alloc::vec::Vec;

use super::{Account, RunForm};
use crate::error::Error;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::operation::Call;

/// The request that starts a procedure. Its reply has the `uuid` that the run bears.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn start_wizard(account: &Account) -> Result<Request, Error> {
    account.request(Method::Get, "verifications/wizard")
}

/// The request that hands in the files of one document type. `files` are paths that the installation has issued. No
/// trailing slash: a redirect of a POST would not be followed.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn run_wizard(
    account: &Account,
    uuid: &str,
    document_type: u64,
    files: &[String],
) -> Result<Request, Error> {
    let documents = Json::object([
        ("type", document_type.into()),
        ("files", Json::strings(files.iter().map(String::as_str))),
    ]);
    let run = Json::object([("documents", documents), ("uuid", uuid.into())]);
    let body = match account.run_form {
        RunForm::Nested => Json::object([("data", run)]),
        RunForm::Flat => run,
    };
    Ok(account.request(Method::Post, "verifications")?.with_json(&body))
}

pub(super) fn prepare_start(call: &Call<'_>) -> Result<Request, Error> {
    call.input.only(&[])?;
    start_wizard(&Account::read(&call.account)?)
}

pub(super) fn prepare_run(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["uuid", "documents"])?;
    let documents = input.get("documents");
    documents.only(&["type", "files"])?;
    let files = documents.get("files");
    let list: Option<Vec<String>> = files
        .value()
        .map(Json::items)
        .unwrap_or_default()
        .iter()
        .map(|file| {
            file.as_str()
                .filter(|f| !f.trim().is_empty() && !f.chars().any(char::is_control))
                .map(String::from)
        })
        .collect();
    let list = list
        .filter(|list| !list.is_empty())
        .ok_or_else(|| files.wrong("must be a list of the paths that the installation has issued"))?;
    run_wizard(&account, input.get("uuid").text()?, documents.get("type").number()?, &list)
}
