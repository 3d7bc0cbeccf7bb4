//! One question to the person: which item, how it is asked for, and what an answer must be.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::words;
use crate::input::is_email;
use crate::json::{Json, Member};
use crate::time::{Day, Timestamp};

words! {
    /// What belongs together on a form.
    Group {
        /// Who the person is.
        Person = "person",
        /// Where the person lives.
        Address = "address",
        /// How the person is reached.
        Contact = "contact",
        /// Numbers of identity.
        Identity = "identity",
        /// Work and money.
        Finances = "finances",
        /// A sign-in at the partner.
        SignIn = "sign-in",
    }
}

words! {
    /// How an answer is given.
    Control {
        /// One line of text.
        Text = "text",
        /// An e-mail address.
        Email = "email",
        /// A telephone number.
        Tel = "tel",
        /// A day, `YYYY-MM-DD`.
        Date = "date",
        /// A country, ISO 3166-1 alpha-2.
        Country = "country",
        /// One of `options`.
        Choice = "choice",
        /// A password.
        Password = "password",
        /// The digits of a one-time code.
        OneTimeCode = "one-time-code",
    }
}

words! {
    /// What is wrong with an answer.
    Problem {
        /// There is none.
        Required = "required",
        /// It is not of the form that its control has, or the partner does not take it.
        Invalid = "invalid",
        /// It is a day that has not come yet.
        Future = "future",
        /// It has more characters than `maxLength`.
        TooLong = "too-long",
    }
}

/// A line of a partner's table of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRow {
    /// What is asked for: the word of a [`crate::decision::DataItem`], or of a sign-in.
    pub item: &'static str,
    /// Where it stands on a form.
    pub group: Group,
    /// How it is asked for.
    pub control: Control,
    /// The purpose as browsers know it (HTML, autofill); empty for none.
    pub autocomplete: &'static str,
    /// The partner's values of a choice, as far as its papers show them.
    pub options: &'static [&'static str],
    /// Where the partner's record has it.
    pub path: &'static [&'static str],
    /// Whether its answer decides what else is asked for.
    pub decides: bool,
}

/// A field that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its line of the table.
    pub row: &'static FieldRow,
    /// Whether the form cannot go without it.
    pub required: bool,
}

/// What an operator adds to a partner's options: `{ <item>: [{ value, label }] }`.
fn added<'a>(options: &'a Json, item: &str) -> &'a [Json] {
    options.get(item).map(Json::items).unwrap_or_default()
}

impl Field {
    /// The most characters of an answer.
    #[must_use]
    pub const fn max_length(&self) -> u64 {
        match self.row.control {
            Control::Date => 10,
            Control::Country => 2,
            Control::OneTimeCode => 12,
            Control::Tel => 32,
            Control::Password => 1024,
            _ => 254,
        }
    }

    /// The field as the JSON value that crosses to the page. `options` are the operator's.
    #[must_use]
    pub fn to_json(&self, options: &Json) -> Json {
        let row = self.row;
        let mut out = Json::object([
            ("item", row.item.into()),
            ("group", row.group.as_str().into()),
            ("control", row.control.as_str().into()),
            ("required", self.required.into()),
            ("maxLength", self.max_length().into()),
        ]);
        if row.decides {
            out.set("decides", true.into());
        }
        if !row.autocomplete.is_empty() {
            out.set("autocomplete", row.autocomplete.into());
        }
        if row.control == Control::Choice {
            let known = row.options.iter().map(|value| Json::object([("value", (*value).into())]));
            out.set("options", Json::list(known.chain(added(options, row.item).iter().cloned())));
        }
        out
    }

    /// What is wrong with an answer (trimmed; empty for none), if anything is.
    #[must_use]
    pub fn problem(&self, answer: &str, options: &Json, now: Timestamp) -> Option<Problem> {
        if answer.is_empty() {
            return self.required.then_some(Problem::Required);
        }
        if answer.chars().count() as u64 > self.max_length() {
            return Some(Problem::TooLong);
        }
        let is_option = |value: &str| {
            let is_added = |option: &Json| option.get("value").and_then(Json::as_str) == Some(value);
            self.row.options.contains(&value) || added(options, self.row.item).iter().any(is_added)
        };
        let fits = !answer.chars().any(char::is_control)
            && match self.row.control {
                Control::Text | Control::Password => true,
                Control::Email => is_email(answer),
                Control::Tel => answer.bytes().any(|b| b.is_ascii_digit()),
                Control::Country => answer.len() == 2 && answer.bytes().all(|b| b.is_ascii_uppercase()),
                Control::Choice => is_option(answer),
                Control::OneTimeCode => {
                    answer.len() >= 4 && answer.bytes().all(|b| b.is_ascii_digit() || b == b' ')
                }
                Control::Date => match Day::parse(answer) {
                    Some(day) if day > now.day() => return Some(Problem::Future),
                    day => day.is_some(),
                },
            };
        (!fits).then_some(Problem::Invalid)
    }
}

/// The answer to an item, trimmed; none where it is empty, or no text.
#[must_use]
pub fn answer<'a>(values: &'a Json, item: &str) -> Option<&'a str> {
    let text = values.get(item)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

/// Everything that is wrong with the answers to these fields, field by field.
#[must_use]
pub fn problems(
    fields: &[Field],
    values: &Json,
    options: &Json,
    now: Timestamp,
) -> Vec<(&'static str, Problem)> {
    let problem = |field: &Field| {
        let item = field.row.item;
        let given = values.get(item).filter(|given| **given != Json::Null);
        let found = if given.is_some_and(|given| given.as_str().is_none()) {
            Some(Problem::Invalid)
        } else {
            field.problem(answer(values, item).unwrap_or_default(), options, now)
        };
        found.map(|problem| (item, problem))
    };
    fields.iter().filter_map(problem).collect()
}

/// Problems as the JSON value that crosses to the page: nothing of the answers is in it.
#[must_use]
pub fn problems_json(problems: &[(&str, Problem)]) -> Json {
    let one = |(item, problem): &(&str, Problem)| {
        Json::object([("item", (*item).into()), ("problem", problem.as_str().into())])
    };
    Json::list(problems.iter().map(one))
}

/// Puts an answer where the path says.
pub(crate) fn put(record: &mut Json, path: &[&str], value: &str) {
    match path {
        [] => {}
        [last] => record.set(String::from(*last), value.into()),
        [first, rest @ ..] => {
            let mut branch = record.get(first).cloned().unwrap_or(Json::Object(Vec::new()));
            put(&mut branch, rest, value);
            record.set(String::from(*first), branch);
        }
    }
}

/// The item of these fields that an error names by its path in the record, as `input.userDetails.dateOfBirth`.
#[must_use]
pub fn item_at(fields: &[Field], error: &str) -> Option<&'static str> {
    let path: Vec<&str> = error.split('.').skip(1).collect();
    let is_meant = |field: &&Field| !field.row.path.is_empty() && path.starts_with(field.row.path);
    fields.iter().find(is_meant).map(|field| field.row.item)
}

/// Whether an operator's further options are what they must be: an object of lists of `{ value, label }`, by items that
/// are a choice in one of these tables.
#[must_use]
pub fn are_options(options: &Json, tables: &[&[FieldRow]]) -> bool {
    let is_text = |option: &Json, name: &str| {
        option
            .get(name)
            .and_then(Json::as_str)
            .is_some_and(|text| !text.trim().is_empty() && text.len() <= 200)
    };
    let is_choice = |name: &str| {
        let mut rows = tables.iter().flat_map(|rows| rows.iter());
        rows.any(|row| row.item == name && row.control == Control::Choice)
    };
    let fits = |(name, list): &Member<'static>| {
        let is_option = |option: &Json| is_text(option, "value") && is_text(option, "label");
        is_choice(name) && matches!(list, Json::Array(items) if items.iter().all(is_option))
    };
    options.is_object() && options.members().iter().all(fits)
}
