//! What a look at a page finds: plain facts, without judgement. Whoever reads the page fills them in, [`super::judge`]
//! holds them against the rules.

use alloc::string::String;
use alloc::vec::Vec;

#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// Gives the facts their traits: they cross to the host with camel-case names, and what is not stated is empty.
macro_rules! facts {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $of:ty,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        #[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(default, rename_all = "camelCase"))]
        pub struct $name { $($(#[$doc])* pub $field: $of,)+ }
    )+};
}

facts! {
    /// One look at a page.
    Facts {
        /// Each consent to the policy that is on the page, found by its words.
        consents: Vec<Consent>,
    }

    /// One consent: the sentence, its box, its link, its logo.
    Consent {
        /// The sentence.
        sentence: Sentence,
        /// The box, or `None` where there is none.
        control: Option<Control>,
        /// The links within the sentence, and those that one tick covers with it.
        links: Vec<Link>,
        /// Images that bear the partner's name.
        logos: Vec<Logo>,
        /// Labels of other boxes of the same form.
        neighbours: Vec<Neighbour>,
        /// What happened while somebody watched or tried.
        observed: Vec<Observation>,
    }

    /// Where something is.
    Place {
        /// A CSS path from the root of its tree; ` >>> ` enters a shadow root or a frame.
        path: String,
        /// Its box in CSS pixels, from the corner of the whole page.
        rect: Rect,
    }

    /// A rectangle in CSS pixels.
    Rect {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    }

    /// The sentence as it is on the page.
    Sentence {
        /// Where.
        place: Place,
        /// The words as a person sees them: hidden parts are left out, unless all is hidden.
        text: String,
        /// All that one tick covers: the words that label the box.
        covers: String,
        /// How the words come to the page.
        medium: Medium,
        /// The language of the policy's closest sentence (BCP 47).
        language: String,
        /// What `lang` says of it, by itself or by an element around it; empty where nothing does.
        declared_language: String,
        /// Whether it is laid out from right to left.
        right_to_left: bool,
        /// Whether assistive technology is kept from all of it (`aria-hidden`, `inert`).
        silent: bool,
        /// Its text nodes.
        runs: Vec<Run>,
    }

    /// A text node of the sentence.
    Run {
        /// Where.
        place: Place,
        /// Its words.
        text: String,
        /// Why nobody sees it.
        unseen: Option<Unseen>,
        /// Whether assistive technology is kept from it (`aria-hidden`, `inert`).
        silent: bool,
        /// As drawn, in CSS pixels: after zoom and transforms.
        font_size: f64,
        /// 700 is bold.
        font_weight: f64,
        /// The text's colour, all opacity counted in.
        ink: Colour,
        /// What lies behind it, each colour that may be the one; empty where only pixels could tell.
        grounds: Vec<Colour>,
    }

    /// Why nobody sees something.
    Unseen {
        /// The reason.
        cause: Cause,
        /// What covers it, where something does: a CSS path.
        by: String,
    }

    /// Red, green, blue from 0 to 255, alpha from 0 to 1.
    Colour {
        /// Red.
        red: f64,
        /// Green.
        green: f64,
        /// Blue.
        blue: f64,
        /// Alpha.
        alpha: f64,
    }

    /// The box that is ticked.
    Control {
        /// Where.
        place: Place,
        /// What assistive technology calls it.
        name: String,
        /// Whether its name, its label or its own text ties it to the sentence; else it only stands near.
        tied: bool,
        /// Whether it is ticked.
        ticked: bool,
        /// Whether mark-up ticks it at load and at each reset of its form.
        ticked_by_markup: bool,
        /// Whether it cannot be ticked now.
        disabled: bool,
        /// Whether the keyboard reaches it.
        by_keyboard: bool,
        /// Whether assistive technology is kept from it (`aria-hidden`, `inert`).
        silent: bool,
        /// Why nobody sees it, nor anything that is drawn in its stead.
        unseen: Option<Unseen>,
        /// What is drawn: the box itself, or what is drawn in its stead.
        face: Rect,
        /// Whether the browser draws it in its own size (WCAG 2.5.8 leaves that out).
        drawn_by_browser: bool,
        /// The smaller side of all that ticks it when it is pressed, its label included.
        target: f64,
        /// Whether a circle of 24 pixels around it touches another target.
        crowded: bool,
    }

    /// A link.
    Link {
        /// Where.
        place: Place,
        /// Its words.
        text: String,
        /// Whether it stands within the sentence, and not beside it.
        in_sentence: bool,
        /// The address as written.
        written: String,
        /// The address as the browser resolves it; empty where there is none.
        address: String,
        /// Why nobody sees it.
        unseen: Option<Unseen>,
        /// Whether it differs from the words around it by more than its colour, or is the only text.
        stands_out: bool,
        /// Whether a press reaches it.
        by_pointer: bool,
        /// Whether the keyboard reaches it.
        by_keyboard: bool,
        /// Where it leads in the end; empty where nobody followed it.
        leads_to: String,
        /// The status of the answer there; 0 where nobody knows.
        status: u16,
    }

    /// An image that bears the partner's name.
    Logo {
        /// Where.
        place: Place,
        /// Whether its picture is there. `None` where nobody can know.
        loaded: Option<bool>,
        /// Why nobody sees it.
        unseen: Option<Unseen>,
        /// Whether it is in the same form, section or dialogue as the sentence.
        in_same_part: bool,
        /// The gap between it and the sentence, in CSS pixels.
        distance: f64,
    }

    /// Another box of the same form.
    Neighbour {
        /// Where.
        place: Place,
        /// What assistive technology calls it.
        name: String,
    }

    /// What happened while somebody watched or tried.
    Observation {
        /// What.
        event: Event,
        /// With what: a CSS path, or an address.
        with: String,
        /// Milliseconds after the first look, where that matters.
        after: u32,
    }
}

impl Sentence {
    /// Whether assistive technology is kept from the sentence, or from a part of it.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.silent || self.runs.iter().any(|run| run.silent)
    }
}

use crate::decision::words;

/// A word list of which one word is meant when nothing is stated, and which crosses as its word.
macro_rules! spoken {
    ($name:ident, $usual:ident) => {
        impl Default for $name {
            fn default() -> Self {
                Self::$usual
            }
        }

        #[cfg(feature = "serde")]
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = String::deserialize(from)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    };
}

words! {
    /// How words come to a page.
    Medium {
        /// As text.
        Text = "text",
        /// As a picture.
        Image = "image",
        /// As `content` of a style sheet.
        Css = "css",
        /// As a name for assistive technology that is not drawn.
        Name = "name",
    }
}
spoken!(Medium, Text);

words! {
    /// Why nobody sees something.
    Cause {
        /// `display: none`, a closed `details` or `dialog`, skipped content.
        NotRendered = "not-rendered",
        /// `visibility: hidden` or `collapse`.
        Invisible = "invisible",
        /// Opacity or a colour that lets everything through.
        Transparent = "transparent",
        /// No width or no height.
        ZeroSize = "zero-size",
        /// Cut off by an element around it, or by a clip path.
        Clipped = "clipped",
        /// Where no scrolling leads.
        OffScreen = "off-screen",
        /// Something lies over it.
        Covered = "covered",
    }
}
spoken!(Cause, NotRendered);

words! {
    /// What happened while somebody watched or tried.
    Event {
        /// The box became ticked, and no person did it.
        TickedByItself = "ticked-by-itself",
        /// The person ticked the box meanwhile.
        TickedByPerson = "ticked-by-person",
        /// Something else was pressed, and the box became ticked.
        TickedWith = "ticked-with",
        /// The person had ticked the box, left, came back, and it was ticked.
        TickedOnReturn = "ticked-on-return",
        /// The form was sent, and the box was not ticked.
        SentUnticked = "sent-unticked",
        /// The box could be ticked only after the link was opened.
        NeededLink = "needed-link",
        /// The box could be ticked only after a text was scrolled to its end.
        NeededScroll = "needed-scroll",
        /// The box was pressed, and was not ticked.
        DidNotTick = "did-not-tick",
        /// Pixels say that the sentence is not drawn.
        NotDrawn = "not-drawn",
        /// Pixels say that the logo is not drawn.
        LogoNotDrawn = "logo-not-drawn",
    }
}
spoken!(Event, TickedByItself);
