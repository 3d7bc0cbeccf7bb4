//! What was read of a reply, as words ([`super::tokens`]): a decision's members have names that both sides know.

use super::tokens::{Answer, Tokens};
use crate::decision::{Decision, Next};
use crate::error::Error;
use crate::operation::Reading;

/// The objects that are told without the names of their members; `www/package/answer.ts` has them.
#[derive(Clone, Copy)]
enum Form {
    /// [`Reading`].
    Reading,
    /// A [`Decision`] with nothing more than each has.
    Plain,
    /// One with the policy to show.
    AskConsent,
    /// One with the three lists of what is missing.
    Provide,
    /// One with why to wait, and for how long.
    Wait,
    /// One that says whether it is final.
    Stop,
}

impl Form {
    const fn of(next: &Next) -> Self {
        match next {
            Next::AskConsent { .. } => Self::AskConsent,
            Next::Provide(_) => Self::Provide,
            Next::Wait { .. } => Self::Wait,
            Next::Stop { .. } => Self::Stop,
            Next::Proceed | Next::StartVerification | Next::Hold => Self::Plain,
        }
    }
}

/// A reading, or why there is none.
pub(super) fn answer_reading(result: Result<Reading, Error>) -> Answer {
    let mut out = Tokens::begun();
    match result {
        Ok(reading) => tell(reading, &mut out),
        Err(error) => out.error(&error),
    }
    out.told()
}

fn tell(reading: Reading, out: &mut Tokens) {
    out.form(Form::Reading as u32);
    out.value(&reading.value);
    out.list(reading.decisions.len());
    for decision in reading.decisions {
        tell_decision(decision, out);
    }
}

fn tell_decision(decision: Decision, out: &mut Tokens) {
    out.form(Form::of(&decision.next) as u32);
    for (_, value) in decision.into_members() {
        out.value(&value);
    }
}
