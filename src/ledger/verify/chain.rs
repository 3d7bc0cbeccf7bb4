//! Whether the entries of one person are what they were.

use super::super::entry::holds;
use super::super::receipt::standing_of;
use super::super::standing::Standing;
use crate::json::Json;

/// What is wrong with the entries of a receipt: the acceptance, and what concerned it since. They are a part of the
/// chain, so numbers may be left out between them. Gives the index of the entry at fault.
pub(super) fn broken_part(entries: &[Json]) -> Option<(usize, &'static str)> {
    let number = |entry: &Json| entry.get("sequence").and_then(Json::as_u64);
    let mut standing: Option<Standing> = None;
    let mut before: Option<&Json> = None;
    for (index, entry) in entries.iter().enumerate() {
        if !holds(entry) {
            return Some((index, "This entry was changed: its hash does not fit."));
        }
        let next = match &standing {
            None => Standing::of(entry),
            Some(standing) => Some(standing.clone().after(entry)),
        };
        if next.is_none() {
            return Some((index, "The first entry is not an acceptance."));
        }
        if next == standing {
            return Some((index, "This entry has nothing to do with the acceptance."));
        }
        standing = next;
        if let Some(before) = before {
            if entry.get("person") != before.get("person") {
                return Some((index, "This entry is about another person."));
            }
            if number(entry) <= number(before)
                || entry.get("at").and_then(Json::as_str) < before.get("at").and_then(Json::as_str)
            {
                return Some((index, "This entry is out of order."));
            }
            let follows = number(entry) == number(before).map(|number| number.saturating_add(1));
            if follows && entry.get("previous") != before.get("hash") {
                return Some((index, "This entry does not follow the one before."));
            }
        }
        before = Some(entry);
    }
    standing_of(entries).is_none().then_some((0, "There is no entry."))
}
