//! What was read of a reply, as words ([`super::tokens`]): a decision's members have names that both sides know.

use alloc::string::String;

use super::scratch::Kept;
use super::tokens::{Answer, Tokens};
use crate::decision::{Decision, ForPerson, Missing, Next};
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

/// A reading, or why there is none, and where it lies.
pub(super) fn answer_reading(kept: Kept, result: Result<Reading, Error>) -> Answer {
    let mut out = Tokens::begun();
    match &result {
        Ok(reading) => tell(reading, &mut out),
        Err(error) => out.error(error),
    }
    kept.discard(result);
    out.told()
}

fn tell(reading: &Reading, out: &mut Tokens) {
    out.form(Form::Reading as u32);
    out.value(&reading.value);
    out.list(reading.decisions.len());
    for decision in &reading.decisions {
        tell_decision(decision, out);
    }
}

/// In the order of [`Decision::into_json`].
fn tell_decision(decision: &Decision, out: &mut Tokens) {
    let next = &decision.next;
    out.form(Form::of(next) as u32);
    out.string(decision.partner.as_str());
    out.string(&decision.scope);
    out.string(next.as_str());
    out.string(next.text().as_str());
    match next {
        Next::AskConsent { policy } => out.string(policy),
        Next::Provide(Missing { data, documents, other }) => {
            out.strings(data.len(), &mut data.iter().map(|item| item.as_str()));
            out.strings(documents.len(), &mut documents.iter().map(|item| item.as_str()));
            out.strings(other.len(), &mut other.iter().map(String::as_str));
        }
        Next::Wait { reason, look_again_after } => {
            out.string(reason.as_str());
            out.number(*look_again_after);
        }
        Next::Stop { is_final } => out.truth(*is_final),
        Next::Proceed | Next::StartVerification | Next::Hold => {}
    }
    out.value(&decision.said);
    out.strings(decision.show.len(), &mut decision.show.iter().map(ForPerson::as_str));
}
