//! What happened while somebody watched the page, or tried what can be pressed on it.

use alloc::format;
use alloc::string::String;

use super::sentence::short;
use crate::audit::facts::{Consent, Event, Observation, Place};
use crate::audit::finding::{Findings, Rule};

pub(super) fn judge(consent: &Consent, findings: &mut Findings) {
    let sentence = &consent.sentence.place;
    let control = consent.control.as_ref().map_or(sentence, |control| &control.place);
    let logo = consent.logos.first().map_or(sentence, |logo| &logo.place);
    let forced = |observed: &Observation| matches!(observed.event, Event::NeededLink | Event::NeededScroll);
    if consent.observed.iter().any(forced) {
        // That it is disabled at first is the same thing seen from the other side.
        findings.0.retain(|finding| finding.rule != Rule::BoxDisabled || finding.place != *control);
    }
    let explained =
        |observed: &Observation| matches!(observed.event, Event::TickedByItself | Event::TickedByPerson);
    if consent.observed.iter().any(explained) && consent.control.as_ref().is_some_and(|c| !c.ticked_by_markup)
    {
        findings.0.retain(|finding| finding.rule != Rule::PreTicked || finding.place != *control);
    }
    // What the facts say already, pixels say once more.
    let hidden = [Rule::SentenceHidden, Rule::SentenceCovered, Rule::LowContrast];
    let known: alloc::vec::Vec<Rule> = findings.0.iter().map(|finding| finding.rule).collect();
    let is_told = |event: Event| match event {
        Event::NotDrawn => hidden.iter().any(|rule| known.contains(rule)),
        Event::LogoNotDrawn => [Rule::LogoHidden, Rule::LogoTooSmall, Rule::LogoNotLoaded]
            .iter()
            .any(|rule| known.contains(rule)),
        _ => false,
    };
    for observed in consent.observed.iter().filter(|observed| !is_told(observed.event)) {
        let (rule, place): (Rule, &Place) = match observed.event {
            Event::TickedByPerson => continue,
            Event::TickedByItself => (Rule::TickedByScript, control),
            Event::TickedWith => (Rule::TickedByAnotherControl, control),
            Event::TickedOnReturn => (Rule::TickedWhenRestored, control),
            Event::SentUnticked => (Rule::SubmitWithoutConsent, control),
            Event::NeededLink | Event::NeededScroll => (Rule::OpeningForced, control),
            Event::DidNotTick => (Rule::BoxDoesNotTick, control),
            Event::NotDrawn => (Rule::SentenceHidden, sentence),
            Event::LogoNotDrawn => (Rule::LogoHidden, logo),
        };
        findings.add(rule, place, told(observed));
    }
}

fn told(observed: &Observation) -> String {
    let with = short(&observed.with);
    match observed.event {
        Event::TickedByItself => {
            format!(
                "{} ms after the first look the box was ticked, and no person had pressed it.",
                observed.after
            )
        }
        Event::TickedByPerson => String::new(),
        Event::TickedWith => format!("Pressing {with} ticked the box."),
        Event::TickedOnReturn => {
            "The box was still ticked when the person had left the page and come back.".into()
        }
        Event::SentUnticked => format!("Pressing {with} sent the form while the box was empty."),
        Event::NeededLink => "The box could be ticked only after the link had been opened.".into(),
        Event::NeededScroll => {
            "The box could be ticked only after a text had been scrolled to its end.".into()
        }
        Event::DidNotTick => "A press on the box did not tick it.".into(),
        Event::NotDrawn => "The sentence leaves no mark on the screen.".into(),
        Event::LogoNotDrawn => "The logo leaves no mark on the screen.".into(),
    }
}
