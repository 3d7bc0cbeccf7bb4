//! What the person must do next: the one vocabulary that every partner is read into.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::{Json, Member, Value};

/// A word list that crosses to the host: each item has one spelling, which stays.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $item:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $item,)+ }

        impl $name {
            /// Every item, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$item,)+];

            /// The word that crosses to the host.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$item => $word,)+ }
            }

            /// The item of that word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$item),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The partners.
    Partner {
        /// Crossmint: on-ramp, off-ramp, payouts.
        Crossmint = "crossmint",
        /// Kriptomat: white-label exchange.
        Kriptomat = "kriptomat",
        /// B2CORE: front office of a brokerage.
        B2core = "b2core",
        /// Sumsub: identity verification.
        Sumsub = "sumsub",
    }
}

words! {
    /// Data that a person may be asked for, in our own terms.
    DataItem {
        /// Given name.
        FirstName = "first-name",
        /// Family name.
        LastName = "last-name",
        /// Day of birth.
        DateOfBirth = "date-of-birth",
        /// The country lived in.
        CountryOfResidence = "country-of-residence",
        /// The country of the passport.
        Nationality = "nationality",
        /// Street and number.
        AddressLine = "address-line",
        /// Town.
        City = "city",
        /// State or region.
        State = "state",
        /// Postal code.
        PostalCode = "postal-code",
        /// E-mail address.
        Email = "email",
        /// Telephone number.
        Phone = "phone",
        /// Number of an identity document.
        IdentityNumber = "identity-number",
        /// United States social security number.
        SocialSecurityNumber = "social-security-number",
        /// Employment.
        Employment = "employment",
        /// Where the money comes from.
        SourceOfFunds = "source-of-funds",
        /// Line of business.
        Industry = "industry",
        /// Income in a year.
        YearlyIncome = "yearly-income",
        /// When an identity check passed elsewhere.
        IdentityCheckTime = "identity-check-time",
        /// When a liveness check passed elsewhere.
        LivenessCheckTime = "liveness-check-time",
    }
}

words! {
    /// Documents that a person may be asked for, in our own terms.
    DocumentItem {
        /// Whatever identity document the residence allows.
        IdentityDocument = "identity-document",
        /// A picture of the face.
        Selfie = "selfie",
        /// Proof of address.
        ProofOfAddress = "proof-of-address",
        /// Proof of income.
        ProofOfIncome = "proof-of-income",
    }
}

words! {
    /// Why to wait.
    WaitReason {
        /// The check was only just started.
        Started = "started",
        /// A machine is checking.
        Review = "review",
        /// A person at the partner is checking.
        ManualReview = "manual-review",
    }
}

words! {
    /// Which of the texts for people goes with a next step: the keys of `next` in `src/texts/*.json`.
    NextText {
        /// The product may be used.
        Proceed = "proceed",
        /// A policy is waiting for the person's consent.
        AskConsent = "ask-consent",
        /// The verification is waiting to be started.
        StartVerification = "start-verification",
        /// Data or documents are missing.
        Provide = "provide",
        /// The check has just begun.
        WaitStarted = "wait-started",
        /// A machine is checking.
        WaitReview = "wait-review",
        /// A person is checking.
        WaitManualReview = "wait-manual-review",
        /// The partner does not serve this person, and that is its last word.
        StopFinal = "stop-final",
        /// The partner does not serve this person as things are.
        StopOpen = "stop-open",
        /// The partner does not serve this person, and does not say whether that is its last word.
        StopUnknown = "stop-unknown",
        /// The host has to look into it.
        Hold = "hold",
    }
}

/// What is still missing before a partner can decide. `Debug` only counts the partner's own words.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Data, in the order in which a form would ask for it.
    pub data: Vec<DataItem>,
    /// Documents.
    pub documents: Vec<DocumentItem>,
    /// Members of the partner's lists that nobody documents, letter by letter.
    pub other: Vec<String>,
}

impl fmt::Debug for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Missing({:?}, {:?}, {} other)", self.data, self.documents, self.other.len())
    }
}

impl Missing {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.is_empty() && self.documents.is_empty() && self.other.is_empty()
    }

    /// Notes an item once.
    pub(crate) fn needs(&mut self, item: DataItem) {
        if !self.data.contains(&item) {
            self.data.push(item);
        }
    }

    /// Notes a document once.
    pub(crate) fn needs_document(&mut self, item: DocumentItem) {
        if !self.documents.contains(&item) {
            self.documents.push(item);
        }
    }

    /// The lists as JSON.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut out = Vec::new();
        self.clone().into_members(&mut |name, list| out.push((Cow::Borrowed(name), list)));
        Json::Object(out)
    }

    fn into_members(self, add: &mut dyn FnMut(&'static str, Json)) {
        add("data", Json::words(self.data.into_iter().map(DataItem::as_str)));
        add("documents", Json::words(self.documents.into_iter().map(DocumentItem::as_str)));
        add("other", Json::strings(self.other));
    }
}

/// The next step of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Nothing is left to do: the product may be used.
    Proceed,
    /// Show the policy and let the person agree.
    AskConsent {
        /// The policy to show.
        policy: &'static str,
    },
    /// Start the verification.
    StartVerification,
    /// Hand in what is missing, then start the verification again.
    Provide(Missing),
    /// Nothing to do but wait.
    Wait {
        /// Why.
        reason: WaitReason,
        /// Seconds until another look is worth its request.
        look_again_after: u32,
    },
    /// The partner does not serve this person.
    Stop {
        /// Whether that is the last word; none where the partner does not say.
        is_final: Option<bool>,
    },
    /// The partner said something that nobody documents: serve nothing until a developer has looked.
    Hold,
}

impl Next {
    /// The word that crosses to the host.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::AskConsent { .. } => "ask-consent",
            Self::StartVerification => "start-verification",
            Self::Provide(_) => "provide",
            Self::Wait { .. } => "wait",
            Self::Stop { .. } => "stop",
            Self::Hold => "hold",
        }
    }

    /// The text that tells the person. It depends on what to do and why to wait alone: never on the partner, nor on why
    /// the partner said no.
    ///
    /// ```
    /// use kyc_assent::decision::{Next, NextText};
    /// assert_eq!(Next::Stop { is_final: None }.text(), NextText::StopUnknown);
    /// assert_eq!(NextText::StopUnknown.as_str(), "stop-unknown");
    /// ```
    #[must_use]
    pub const fn text(&self) -> NextText {
        match self {
            Self::Proceed => NextText::Proceed,
            Self::AskConsent { .. } => NextText::AskConsent,
            Self::StartVerification => NextText::StartVerification,
            Self::Provide(_) => NextText::Provide,
            Self::Wait { reason: WaitReason::Started, .. } => NextText::WaitStarted,
            Self::Wait { reason: WaitReason::Review, .. } => NextText::WaitReview,
            Self::Wait { reason: WaitReason::ManualReview, .. } => NextText::WaitManualReview,
            Self::Stop { is_final: Some(true) } => NextText::StopFinal,
            Self::Stop { is_final: Some(false) } => NextText::StopOpen,
            Self::Stop { is_final: None } => NextText::StopUnknown,
            Self::Hold => NextText::Hold,
        }
    }
}

/// Words of a partner that it has released for the person. There is no way to make one but from a member that the
/// partner documents as such, so what is meant for the host alone (Sumsub's `clientComment`) cannot get into it.
#[derive(Clone, PartialEq, Eq)]
pub struct ForPerson(String);

impl ForPerson {
    /// Sumsub's `moderationComment`: "may be shown to the person" (docs, receive and interpret results).
    pub(crate) fn moderation_comment(review_result: &Value<'_>) -> Option<Self> {
        let words = review_result.get("moderationComment")?.as_str()?.trim();
        (!words.is_empty()).then(|| Self(words.into()))
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ForPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForPerson({} bytes)", self.0.len())
    }
}

/// One partner's answer for one scope. `Debug` leaves out what the partner said, the scope among it.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who decided.
    pub partner: Partner,
    /// What about: a product, or a policy.
    pub scope: Cow<'static, str>,
    /// What the person must do next.
    pub next: Next,
    /// The partner's own words, by its own field names. Not for the person.
    pub said: Json,
    /// Words of the partner that may be shown to the person.
    pub show: Vec<ForPerson>,
}

impl Decision {
    /// The decision as the JSON value that crosses to the host.
    #[must_use]
    pub fn to_json(&self) -> Json {
        self.clone().into_json()
    }

    /// The same, of a decision that is not needed any more: what every decision has, with what its kind has before `said`.
    #[must_use]
    pub fn into_json(self) -> Json {
        let mut out: Vec<Member<'static>> = Vec::with_capacity(9);
        let mut add = |name: &'static str, value: Json| out.push((Cow::Borrowed(name), value));
        add("partner", Json::word(self.partner.as_str()));
        add("scope", Json::String(self.scope));
        add("next", Json::word(self.next.as_str()));
        add("text", Json::word(self.next.text().as_str()));
        match self.next {
            Next::AskConsent { policy } => add("policy", Json::word(policy)),
            Next::Provide(missing) => missing.into_members(&mut add),
            Next::Wait { reason, look_again_after } => {
                add("reason", Json::word(reason.as_str()));
                add("lookAgainAfter", u64::from(look_again_after).into());
            }
            Next::Stop { is_final } => add("final", is_final.map_or(Json::Null, Json::Bool)),
            Next::Proceed | Next::StartVerification | Next::Hold => {}
        }
        add("said", self.said);
        add("show", Json::strings(self.show.into_iter().map(|words| words.0)));
        Json::Object(out)
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decision({}: {})", self.partner.as_str(), self.next.as_str())
    }
}
