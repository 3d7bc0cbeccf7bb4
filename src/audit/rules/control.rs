//! The box: whether it is there, empty, and can be seen, reached, named and ticked.

use alloc::format;

use super::because;
use super::sentence::short;
use crate::audit::facts::{Cause, Consent, Control};
use crate::audit::finding::{Findings, Rule};

/// WCAG 2.5.8, in CSS pixels.
const TARGET: f64 = 24.0;
/// Below this no shape can be told from a dot, whatever else ticks the box.
const LEAST_FACE: f64 = 10.0;

pub(super) fn judge(consent: &Consent, findings: &mut Findings) {
    let Some(control) = &consent.control else {
        findings.add(Rule::BoxMissing, &consent.sentence.place, "There is no checkbox beside the sentence.");
        return;
    };
    let place = &control.place;
    ticked(control, findings);
    if let Some(unseen) = &control.unseen {
        let text = format!("Nobody sees the box: {}; and nothing is drawn in its stead.", because(unseen));
        findings.add(Rule::BoxHidden, place, text);
    } else {
        size(control, findings);
    }
    findings.when(control.disabled, Rule::BoxDisabled, place, "The box is disabled.");
    let beyond = !control.by_keyboard && !control.disabled && !control.silent;
    findings.when(beyond, Rule::BoxNotByKeyboard, place, "The Tab key does not reach the box.");
    findings.when(control.silent, Rule::BoxNotReadAloud, place, "Assistive technology is kept from the box.");
    // Words that are not rendered name nothing: that has been told of the sentence.
    let is_there = consent.sentence.runs.iter().all(|run| {
        !run.unseen
            .as_ref()
            .is_some_and(|unseen| matches!(unseen.cause, Cause::NotRendered | Cause::Invisible))
    });
    if !control.tied && is_there && !control.silent && !consent.sentence.is_silent() {
        let text = if control.name.trim().is_empty() {
            "The box has no name: a screen reader says \"checkbox\" and nothing else.".into()
        } else {
            format!("A screen reader calls the box \"{}\".", short(&control.name))
        };
        findings.add(Rule::BoxWithoutSentence, place, text);
    }
}

fn ticked(control: &Control, findings: &mut Findings) {
    let text = if control.ticked {
        "The box is ticked, and the person has done nothing yet."
    } else {
        "Mark-up ticks the box: it is ticked again whenever the form is reset."
    };
    findings.when(control.ticked || control.ticked_by_markup, Rule::PreTicked, &control.place, text);
}

fn size(control: &Control, findings: &mut Findings) {
    let face = control.face.width.min(control.face.height);
    let too_small = !control.drawn_by_browser && control.target < TARGET && control.crowded;
    if face < LEAST_FACE || too_small {
        let (width, height) = (control.face.width, control.face.height);
        let text = format!("The box is {width:.0} by {height:.0} CSS pixels.");
        findings.add(Rule::BoxTooSmall, &control.place, text);
    }
}
