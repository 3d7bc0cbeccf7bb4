//! `GET …/my/verifications/wizard` and `POST …/my/verifications` (docs: front verification procedures).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Account, RunForm};
use crate::error::Error;
use crate::http::{Method, Request};
use crate::input::Field;
use crate::json::Json;
use crate::operation::Call;

/// The request that starts a procedure. Its reply has the `uuid` that the run bears.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn start_wizard(account: &Account) -> Result<Request, Error> {
    account.request(Method::Get, "verifications/wizard")
}

/// The files of one document type. `Debug` only counts them: a path may bear a person's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// The id of the type.
    pub document_type: u64,
    /// Paths that the installation has issued.
    pub files: Vec<String>,
}

impl Document {
    fn to_json(&self) -> Json {
        Json::object([
            ("type", self.document_type.into()),
            ("files", Json::strings(self.files.iter().map(String::as_str))),
        ])
    }

    fn read(field: &Field<'_>) -> Result<Self, Error> {
        field.only(&["type", "files"])?;
        let files = field.get("files");
        let path = |file: &Json| {
            let path = file.as_str().filter(|f| !f.trim().is_empty() && !f.chars().any(char::is_control));
            path.map(String::from)
        };
        let list: Option<Vec<String>> =
            files.value().map(Json::items).unwrap_or_default().iter().map(path).collect();
        let list = list
            .filter(|list| !list.is_empty())
            .ok_or_else(|| files.wrong("must be a list of the paths that the installation has issued"))?;
        Ok(Self { document_type: field.get("type").number()?, files: list })
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({}, {} files)", self.document_type, self.files.len())
    }
}

/// The request that hands in the files of one document type. No trailing slash: a redirect of a POST would not be
/// followed.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn run_wizard(account: &Account, uuid: &str, document: &Document) -> Result<Request, Error> {
    run(account, uuid, document.to_json())
}

/// The same for several types in one call, for an installation that takes a list: the docs have one object, and do not
/// say whether there may be more.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn run_wizard_at_once(account: &Account, uuid: &str, documents: &[Document]) -> Result<Request, Error> {
    run(account, uuid, Json::list(documents.iter().map(Document::to_json)))
}

fn run(account: &Account, uuid: &str, documents: Json) -> Result<Request, Error> {
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
    let uuid = input.get("uuid").text()?;
    let documents = input.get("documents");
    let Some(Json::Array(list)) = documents.value() else {
        return run_wizard(&account, uuid, &Document::read(&documents)?);
    };
    if list.is_empty() {
        return Err(documents.wrong("must name a document"));
    }
    let each = list.iter().map(|one| Document::read(&Field::root("input.documents[]", Some(one))));
    run_wizard_at_once(&account, uuid, &each.collect::<Result<Vec<_>, _>>()?)
}
