//! The entries of an export: whole chains, person by person, each entry with its proof.

use super::super::accepted::policy_hash;
use super::super::entry::broken_link;
use super::super::range::Range;
use super::super::receipt::sentence_of;
use super::inclusion::Head;
use super::report::{Report, words};
use crate::json::Json;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What was seen of them so far. Only one person's entries are kept at a time.
#[derive(Debug, Default)]
pub(super) struct Entries<'a> {
    head: Option<&'a Head>,
    policies: Vec<(String, Json)>,
    /// Sentences that were found to be right: hash of the policy file, hash of the sentence, link.
    sentences: Vec<[String; 3]>,
    /// What the export says that it is about.
    range: Option<Json>,
    person: String,
    chain: Vec<Json>,
    /// Of each entry of the chain its line, and whether it is marked as one that the export is about.
    lines: Vec<(usize, Option<bool>)>,
    /// How many entries, people, and entries without a proof.
    pub(super) count: u64,
    pub(super) people: u64,
    unproven: u64,
}

impl<'a> Entries<'a> {
    pub(super) fn new(head: Option<&'a Head>) -> Self {
        Self { head, ..Self::default() }
    }

    pub(super) fn range(&mut self, range: Option<&Json>) {
        self.range = range.cloned();
    }

    pub(super) fn policy(&mut self, report: &mut Report, line: usize, content: &Json) {
        match content.get("file") {
            Some(file) => self.policies.push((policy_hash(file), file.clone())),
            None => report.bad_line("sentence", line, "This line has no policy in it."),
        }
    }

    pub(super) fn policies(&self) -> u64 {
        u64::try_from(self.policies.len()).unwrap_or_default()
    }

    pub(super) fn entry(&mut self, report: &mut Report, line: usize, content: &Json) {
        let Some(entry) = content.get("entry") else {
            return report.bad_line("entries", line, "This line has no entry in it.");
        };
        let person = entry.get("person").and_then(Json::as_str).unwrap_or_default();
        if person != self.person {
            self.end_of_person(report);
            if person <= self.person.as_str() {
                report.bad_line("entries", line, "People are out of order, or one of them comes twice.");
            }
            self.person = person.into();
            self.people += 1;
        }
        self.count += 1;
        self.sentence(report, line, entry);
        match content.get("proof") {
            None | Some(Json::Null) => self.unproven += 1,
            Some(proof) => {
                if self.head.is_some_and(|head| !head.includes(entry, proof)) {
                    let text = "The proof does not lead to the log's head: the log does not have this entry.";
                    report.bad_line("log", line, text);
                }
            }
        }
        self.chain.push(entry.clone());
        let mark = match content.get("inRange") {
            Some(Json::Bool(mark)) => Some(*mark),
            _ => None,
        };
        self.lines.push((line, mark));
    }

    fn sentence(&mut self, report: &mut Report, line: usize, entry: &Json) {
        let Some(event) = entry.get("event") else { return };
        let text = |name: &str| event.get(name).and_then(Json::as_str).unwrap_or_default();
        if text("kind") != "accepted" {
            return;
        }
        let key = [text("policyHash"), text("sentenceHash"), text("link")];
        if self.sentences.iter().any(|known| *known == key) {
            return;
        }
        let file = self.policies.iter().find(|(hash, _)| hash == text("policyHash"));
        let problem = match file {
            None => "The policy that was agreed to here is not in the file, or is another one.",
            Some((_, file)) if !has_link(file, text("link")) => {
                "The policy's file does not have the link that was shown here."
            }
            Some((_, file)) if sentence_of(file, event).is_none() => {
                "The policy's file does not have the words that were agreed to here."
            }
            Some(_) => return self.sentences.push(key.map(String::from)),
        };
        report.bad_line("sentence", line, problem);
    }

    fn end_of_person(&mut self, report: &mut Report) {
        if let Some(index) = broken_link(&self.chain) {
            let line = self.lines.get(index).map_or(0, |(line, _)| *line);
            let text = "The chain of this person breaks here: the entry was changed, or one is missing or was added.";
            report.bad_line("entries", line, text);
        } else {
            self.marks(report);
        }
        self.chain.clear();
        self.lines.clear();
    }

    /// Whether the entries of a whole chain are marked by what the export says that it is about.
    fn marks(&self, report: &mut Report) {
        let range = self.range.as_ref().unwrap_or(&Json::Null);
        let wanted = range.get("person").and_then(Json::as_str);
        if let Some((line, _)) =
            self.lines.first().filter(|_| wanted.is_some_and(|wanted| wanted != self.person))
        {
            report.bad_line("range", *line, "The export says that it is about another person.");
        }
        let meant = Range::read(range).entries(&self.chain);
        for ((line, mark), meant) in self.lines.iter().zip(meant) {
            if *mark != Some(meant) {
                let text = if meant {
                    "This entry is one that the export is about, and is not marked as such."
                } else {
                    "This entry is marked as one that the export is about, and is none."
                };
                report.bad_line("range", *line, text);
            }
        }
    }

    /// Says what holds, once all lines were read.
    pub(super) fn finish(&mut self, report: &mut Report) {
        self.end_of_person(report);
        let (count, people) = (self.count.to_string(), self.people.to_string());
        if !report.fails("entries") {
            let text = [
                "All ",
                &count,
                " entries of ",
                &people,
                " people are as they were written, in unbroken chains.",
            ];
            report.good("entries", words(&text));
        }
        if !report.fails("range") {
            report.good("range", "The entries that the export is about are marked as such, and no others.");
        }
        if !report.fails("sentence") {
            report.good("sentence", "Every acceptance is to words that are in the file, by their hashes.");
        }
        if self.unproven > 0 {
            let text = [
                &*self.unproven.to_string(),
                " entries were too new to be in the log when the export was made.",
            ];
            report.open("log", words(&text));
        } else if let Some(head) = self.head
            && !report.fails("log")
        {
            let text = ["The log ", &head.log, " has every entry: its head of ", &head.at, " proves it."];
            report.good("log", words(&text));
        }
    }
}

/// Whether the policy has the link: its own, or that of one of its regions.
fn has_link(file: &Json, link: &str) -> bool {
    let is = |owner: &Json| owner.get("link").and_then(Json::as_str) == Some(link);
    is(file) || file.get("regions").is_some_and(|regions| regions.items().iter().any(is))
}
