//! `…/my/verifications` and `…/my/verifications/{verificationId}` (docs: front verification procedures).

use alloc::string::{String, ToString};

use super::Account;
use crate::decision::words;
use crate::error::Error;
use crate::http::{Method, Request, add_query, path_segment};
use crate::operation::Call;

words! {
    /// The order of a list. Every sample has `desc`; the other is the evident one.
    SortOrder {
        /// Oldest first.
        Ascending = "asc",
        /// Newest first.
        Descending = "desc",
    }
}

/// Which part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// How many at the most. Default and maximum are not documented.
    pub limit: Option<u64>,
    /// How many to pass over.
    pub offset: Option<u64>,
    /// Whether to sort by `createTime`, the one documented field.
    pub by_create_time: bool,
    /// In which order.
    pub order: Option<SortOrder>,
}

/// The request for the grants of levels that the client has had.
///
/// # Errors
/// [`Error::InvalidInput`] without a token.
pub fn list_verifications(account: &Account, page: Page) -> Result<Request, Error> {
    let mut path = String::from("verifications");
    for (name, number) in [("limit", page.limit), ("offset", page.offset)] {
        if let Some(number) = number {
            add_query(&mut path, name, &number.to_string());
        }
    }
    if page.by_create_time {
        add_query(&mut path, "sort_by", "createTime");
    }
    if let Some(order) = page.order {
        add_query(&mut path, "sort_order", order.as_str());
    }
    account.request(Method::Get, &path)
}

/// The request for one grant.
///
/// # Errors
/// [`Error::InvalidInput`] without a token, or when the id is not one segment of a path.
pub fn get_verification(account: &Account, id: &str) -> Result<Request, Error> {
    // `verifications/wizard` is another route, which starts a procedure.
    let id = path_segment(id)
        .filter(|id| !id.eq_ignore_ascii_case("wizard"))
        .ok_or_else(|| Error::input("input.verificationId", "must be the id of a grant"))?;
    account.request(Method::Get, &(String::from("verifications/") + &id))
}

pub(super) fn prepare_list(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["limit", "offset", "sortBy", "sortOrder"])?;
    let by = input
        .get("sortBy")
        .optional_such(|by| by == "createTime", "must be createTime, the one documented field")?;
    let order = input.get("sortOrder");
    let order = match order.optional_text()? {
        Some(word) => Some(SortOrder::parse(word).ok_or_else(|| order.wrong("must be asc or desc"))?),
        None => None,
    };
    let page = Page {
        limit: input.get("limit").optional_number()?,
        offset: input.get("offset").optional_number()?,
        by_create_time: by.is_some(),
        order,
    };
    list_verifications(&account, page)
}

pub(super) fn prepare_get(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    call.input.only(&["verificationId"])?;
    let id = call.input.get("verificationId");
    let id = match id.value() {
        Some(number @ crate::json::Json::Number(_)) if number.as_u64().is_some() => id.number()?.to_string(),
        _ => id.text()?.into(),
    };
    get_verification(&account, &id)
}
