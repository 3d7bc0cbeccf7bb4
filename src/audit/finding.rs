//! The rules by name, where each comes from, what to do, and what a broken one looks like.

use alloc::string::String;

#[cfg(feature = "serde")]
use serde::Serialize;

use super::facts::Place;

/// The rules as a table: name, where the rule comes from, what to do when it is broken.
macro_rules! rules {
    ($($(#[$doc:meta])* $item:ident = $word:literal, $source:expr, $advice:literal;)+) => {
        crate::decision::words! {
            /// A rule of a consent that a page can break.
            Rule { $($(#[$doc])* $item = $word,)+ }
        }

        impl Rule {
            /// Who says so.
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $(Self::$item => $source,)+ }
            }

            /// What to do when it is broken.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$item => $advice,)+ }
            }
        }
    };
}

const TERMS: &str =
    "Crossmint, identity quickstart, Consent: the terms are visible, in the prescribed sentence";
const UNTICKED: &str = "Crossmint, identity quickstart, Consent: a checkbox, unchecked by default; GDPR recital 32; CJEU C-673/17";
const LOGO: &str = "Crossmint, identity quickstart, Consent: the logo is in the flow";
const LINK: &str =
    "Crossmint, identity quickstart, Consent: the sentence links to the same policy in every language";
const FREE: &str = "Crossmint, identity quickstart, Consent: opening the link is not required";
const FIRST: &str =
    "Crossmint, identity quickstart: consent before any KYC data is sent; GDPR Art. 6(1)(a) and 7(1)";
const APART: &str = "GDPR Art. 7(2) and recital 43: each consent apart from other matters";
const CLEAR: &str = "GDPR Art. 7(2): intelligible, easily accessible, clear";

rules! {
    /// There is nothing like the policy's consent.
    ConsentMissing = "consent-missing", TERMS,
        "Show the sentence of the policy with a box of its own, or name the policy that this page asks for.";
    /// The words are not the policy's.
    SentenceDiffers = "sentence-differs", TERMS,
        "Use the policy's sentence word for word, in one of its languages.";
    /// Nobody sees the sentence, or a part of it.
    SentenceHidden = "sentence-hidden", TERMS,
        "Show the whole sentence beside the box, from the start.";
    /// Something lies over the sentence.
    SentenceCovered = "sentence-covered", TERMS,
        "Move what lies over the sentence.";
    /// The sentence is too small to be read.
    SentenceTooSmall = "sentence-too-small", CLEAR,
        "Use the size of the text around it; 9 CSS pixels is the least this check lets pass.";
    /// The sentence can hardly be told from what is behind it.
    LowContrast = "low-contrast", "WCAG 2.2, 1.4.3 Contrast (Minimum), AA",
        "Darken the text or lighten what is behind it: 4.5 to 1, or 3 to 1 for large text.";
    /// The sentence is a picture.
    SentenceInImage = "sentence-in-image", "WCAG 2.2, 1.4.5 Images of Text, AA",
        "Write the sentence as text.";
    /// The sentence is in a style sheet.
    SentenceInCss = "sentence-in-css", "WCAG 2.2, failure F87 of 1.3.1: text inserted by CSS",
        "Write the sentence into the page, not into `content`.";
    /// Assistive technology is kept from the sentence.
    SentenceNotReadAloud = "sentence-not-read-aloud", "WCAG 2.2, 1.3.1 Info and Relationships, A",
        "Take `aria-hidden` or `inert` away from the sentence and from what is around it.";
    /// The page does not say which language the sentence is in.
    LanguageUnmarked = "language-unmarked", "WCAG 2.2, 3.1.1 Language of Page, A; 3.1.2 Language of Parts, AA",
        "Set `lang` on the sentence, or on the page.";
    /// The sentence is laid out in the wrong direction.
    WrongDirection = "wrong-direction", "WCAG 2.2, 1.3.2 Meaningful Sequence, A",
        "Set `dir` on the sentence.";
    /// One tick covers other matters, too.
    BundledConsent = "bundled-consent", APART,
        "Give each consent a box of its own.";
    /// One box ticks all the others.
    SelectAllBox = "select-all-box", APART,
        "Leave this consent out of what that box ticks, or take that box away.";
    /// There is no box.
    BoxMissing = "box-missing", UNTICKED,
        "Put a checkbox beside the sentence. Going on is no consent.";
    /// Nobody sees the box.
    BoxHidden = "box-hidden", UNTICKED,
        "Show the box, or draw something in its stead.";
    /// The box is too small.
    BoxTooSmall = "box-too-small", "WCAG 2.2, 2.5.8 Target Size (Minimum), AA",
        "Make it 24 by 24 CSS pixels, or tie the sentence to it as its label.";
    /// The box cannot be ticked.
    BoxDisabled = "box-disabled", CLEAR,
        "Let the person tick the box as soon as the sentence is there.";
    /// The keyboard does not reach the box.
    BoxNotByKeyboard = "box-not-by-keyboard", "WCAG 2.2, 2.1.1 Keyboard, A",
        "Use a native checkbox, or set `tabindex=\"0\"` and toggle it by the space bar.";
    /// Assistive technology does not read the sentence as the box's name.
    BoxWithoutSentence = "box-without-sentence", "WCAG 2.2, 1.3.1 Info and Relationships, A; 4.1.2 Name, Role, Value, A",
        "Tie the sentence to the box by `label` or `aria-labelledby`.";
    /// Assistive technology is kept from the box.
    BoxNotReadAloud = "box-not-read-aloud", "WCAG 2.2, 4.1.2 Name, Role, Value, A",
        "Take `aria-hidden` or `inert` away from the box and from what is around it.";
    /// The box is ticked before the person has done anything.
    PreTicked = "pre-ticked", UNTICKED,
        "Start with an empty box.";
    /// A script ticks the box.
    TickedByScript = "ticked-by-script", UNTICKED,
        "Let nothing but the person tick the box.";
    /// Something else ticks the box.
    TickedByAnotherControl = "ticked-by-another-control", UNTICKED,
        "Let nothing but the box itself tick the box.";
    /// The box is ticked when the person comes back.
    TickedWhenRestored = "ticked-when-restored", UNTICKED,
        "Set `autocomplete=\"off\"` on the box, and empty it on `pageshow`.";
    /// The form can be sent without the consent.
    SubmitWithoutConsent = "submit-without-consent", FIRST,
        "Make the box `required`, and refuse on the server what comes without consent.";
    /// The person has to open the policy first.
    OpeningForced = "opening-forced", FREE,
        "Let the person tick the box without opening or scrolling anything.";
    /// A press on the box does not tick it.
    BoxDoesNotTick = "box-does-not-tick", CLEAR,
        "Let a press on the box tick it.";
    /// There is no link in the sentence.
    LinkMissing = "link-missing", LINK,
        "Make the words that name the policy the link to it.";
    /// The link is to something else.
    LinkDiffers = "link-differs", LINK,
        "Link to the policy's own address.";
    /// The link stands on words that do not name the policy.
    LinkOnOtherWords = "link-on-other-words", LINK,
        "Make the words that name the policy the link.";
    /// The link has no address.
    LinkWithoutAddress = "link-without-address", LINK,
        "Write the policy's address into `href`.";
    /// The link leads to something else in the end.
    LinkLeadsElsewhere = "link-leads-elsewhere", LINK,
        "Link to the policy's own address, without a redirect to another site.";
    /// There is nothing behind the link.
    LinkDead = "link-dead", LINK,
        "Mend the address, or ask the policy's owner for the present one.";
    /// Nobody sees the link, or nobody can press it.
    LinkHidden = "link-hidden", LINK,
        "Show the link, and let it be pressed.";
    /// The link looks like the words around it.
    LinkLooksLikeText = "link-looks-like-text", "WCAG 2.2, 1.4.1 Use of Color, A (failure F73)",
        "Underline the link.";
    /// The keyboard does not reach the link.
    LinkNotByKeyboard = "link-not-by-keyboard", "WCAG 2.2, 2.1.1 Keyboard, A",
        "Use an `a` with `href`, without `tabindex=\"-1\"`.";
    /// There is no logo.
    LogoMissing = "logo-missing", LOGO,
        "Show the partner's logo near the sentence, with its name as alternative text.";
    /// The logo is too small.
    LogoTooSmall = "logo-too-small", LOGO,
        "Show the logo at 16 by 16 CSS pixels or more.";
    /// The logo's picture is not there.
    LogoNotLoaded = "logo-not-loaded", LOGO,
        "Mend the address of the picture, or the page's Content-Security-Policy.";
    /// Nobody sees the logo.
    LogoHidden = "logo-hidden", LOGO,
        "Show the logo.";
    /// The logo is elsewhere on the page.
    LogoFar = "logo-far", LOGO,
        "Show the logo near the sentence.";
}

/// A broken rule: which, where, what is wrong.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(into = "Told"))]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Where. Empty where there is nothing to point at.
    pub place: Place,
    /// What is wrong, in plain words.
    pub text: String,
}

/// How a finding crosses to the host.
#[cfg(feature = "serde")]
#[derive(Serialize)]
struct Told {
    rule: &'static str,
    text: String,
    r#where: String,
    r#do: &'static str,
    source: &'static str,
    rect: super::facts::Rect,
}

#[cfg(feature = "serde")]
impl From<Finding> for Told {
    fn from(Finding { rule, place, text }: Finding) -> Self {
        let Place { path, rect } = place;
        Self { rule: rule.as_str(), text, r#where: path, r#do: rule.advice(), source: rule.source(), rect }
    }
}

/// Gathers the findings of one look.
#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) alloc::vec::Vec<Finding>);

impl Findings {
    /// Adds one.
    pub(super) fn add(&mut self, rule: Rule, place: &Place, text: impl Into<String>) {
        self.0.push(Finding { rule, place: place.clone(), text: text.into() });
    }

    /// Adds one when the rule is broken.
    pub(super) fn when(&mut self, broken: bool, rule: Rule, place: &Place, text: &str) {
        if broken {
            self.add(rule, place, text);
        }
    }
}
