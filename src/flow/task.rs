//! The one thing that a person does next for one partner.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::{NextText, Partner, WaitReason, words};
use crate::json::Json;

words! {
    /// What a task is, in the order in which tasks come: what the person can do, what is waited for, what is over.
    TaskKind {
        /// Agree to policies.
        Consent = "consent",
        /// Fill in a form.
        Form = "form",
        /// Hand in documents.
        Documents = "documents",
        /// Open a page of the partner.
        Link = "link",
        /// Do something in the host's own part of the page.
        Outside = "outside",
        /// Start the check.
        Start = "start",
        /// Nothing but wait.
        Wait = "wait",
        /// The product may be used.
        Done = "done",
        /// The partner said something that nobody documents.
        Hold = "hold",
        /// The partner does not serve this person.
        Stop = "stop",
    }
}

/// A task, and what it takes to draw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What it is.
    pub kind: TaskKind,
    /// Its name below the partner, as `details`: by it the person's answer finds the way back.
    pub name: &'static str,
    /// Whose task it is.
    pub partner: Partner,
    /// The products that it is done for.
    pub scopes: Vec<String>,
    /// What to tell the person.
    pub text: NextText,
    /// The members that its kind has beyond that.
    pub more: Json,
}

impl Task {
    /// A task without further members.
    pub(crate) fn new(kind: TaskKind, name: &'static str, partner: Partner, text: NextText) -> Self {
        Self { kind, name, partner, scopes: Vec::new(), text, more: Json::Object(Vec::new()) }
    }

    pub(crate) fn with(mut self, name: &'static str, value: Json) -> Self {
        self.more.set(name, value);
        self
    }

    /// The person waits.
    pub(crate) fn wait(partner: Partner, reason: WaitReason, look_again_after: u64) -> Self {
        let text = match reason {
            WaitReason::Started => NextText::WaitStarted,
            WaitReason::Review => NextText::WaitReview,
            WaitReason::ManualReview => NextText::WaitManualReview,
        };
        Self::new(TaskKind::Wait, "wait", partner, text)
            .with("reason", reason.as_str().into())
            .with("lookAgainAfter", look_again_after.into())
    }

    /// There is a page of the partner to open, before anything else can be done.
    pub(crate) fn link(partner: Partner, url: &str) -> Self {
        Self::new(TaskKind::Link, "link", partner, NextText::StartVerification).with("url", url.into())
    }

    /// What nobody understands serves nobody.
    pub(crate) fn hold(partner: Partner) -> Self {
        Self::new(TaskKind::Hold, "result", partner, NextText::Hold).with("show", Json::Array(Vec::new()))
    }

    /// The task as a decision has it that leaves nothing to be done; none for those that do.
    pub(crate) fn settled(partner: Partner, decision: &Json) -> Option<Self> {
        let word = |name: &str| decision.get(name).and_then(Json::as_str);
        let show = decision.get("show").cloned().unwrap_or(Json::Array(Vec::new()));
        let result = |kind, text| Self::new(kind, "result", partner, text).with("show", show.clone());
        Some(match word("next") {
            Some("start-verification" | "provide" | "ask-consent") => return None,
            Some("proceed") => result(TaskKind::Done, NextText::Proceed),
            Some("stop") => {
                let last = decision.get("final").and_then(Json::as_bool);
                let text = match last {
                    Some(true) => NextText::StopFinal,
                    Some(false) => NextText::StopOpen,
                    None => NextText::StopUnknown,
                };
                result(TaskKind::Stop, text).with("final", last.map_or(Json::Null, Json::Bool))
            }
            next => {
                let reason = word("reason").and_then(WaitReason::parse);
                let seconds = decision.get("lookAgainAfter").and_then(Json::as_u64);
                match (next, reason, seconds) {
                    (Some("wait"), Some(reason), Some(seconds)) => {
                        Self::wait(partner, reason, seconds).with("show", show)
                    }
                    _ => result(TaskKind::Hold, NextText::Hold),
                }
            }
        })
    }

    /// `<partner>.<name>`.
    #[must_use]
    pub fn id(&self) -> String {
        [self.partner.as_str(), ".", self.name].concat()
    }

    /// Whether the other is the same thing to do, for other products.
    fn is_same(&self, other: &Self) -> bool {
        let alike = |name: &str| self.more.get(name) == other.more.get(name);
        (self.kind, self.name, self.partner, self.text) == (other.kind, other.name, other.partner, other.text)
            && alike("final")
    }

    /// The task as the JSON value that crosses to the page.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut out = Json::object([
            ("id", self.id().into()),
            ("kind", self.kind.as_str().into()),
            ("partner", self.partner.as_str().into()),
            ("scopes", Json::strings(self.scopes.iter().map(String::as_str))),
            ("text", self.text.as_str().into()),
        ]);
        for (name, value) in self.more.members() {
            out.set(name.clone(), value.clone());
        }
        out
    }
}

/// Adds a task, as further products of one that is there where it is the same. Of two waits the shorter stands.
pub(crate) fn add(tasks: &mut Vec<Task>, task: Task) {
    let Some(known) = tasks.iter_mut().find(|known| known.is_same(&task)) else {
        tasks.push(task);
        return;
    };
    known.scopes.extend(task.scopes);
    let wait = |task: &Json| task.get("lookAgainAfter").and_then(Json::as_u64);
    if let (Some(one), Some(other)) = (wait(&known.more), wait(&task.more)) {
        known.more.set("lookAgainAfter", one.min(other).into());
    }
    let mut show = known.more.get("show").map(Json::items).unwrap_or_default().to_vec();
    for words in task.more.get("show").map(Json::items).unwrap_or_default() {
        if !show.contains(words) {
            show.push(words.clone());
        }
    }
    if !show.is_empty() {
        known.more.set("show", Json::Array(show));
    }
}
