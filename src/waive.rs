//! Findings that the office lets stand (核准保留): by name, with a reason, for one kind of finding in one text.
//!
//! In: findings and what the register says; or an order to let something stand. Out: findings that weigh no more than a
//! hint and say who answers for them; events. Secrecy and texts of which there is nothing to print cannot be let stand.
//! A changed text has to be looked at again. Refuses to know: how findings come about, pages.

use crate::diagnostic::{Code, Finding, Severity, catalog};
use crate::error::{Error, Result};
use crate::model::{Digest, IssueId, ReceiptNo};
use crate::register::{Entry, Event, Waived};

/// What an order is about: a text, by the brief or by the issue that it stands in, and what was found in it.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The brief, or the issue.
    pub of: Place,
    /// The text.
    pub digest: Digest,
    /// What was found in it.
    pub findings: Vec<Finding>,
}

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Received under this number.
    Brief(ReceiptNo),
    /// An item (from 1) of this issue.
    Item(IssueId, usize),
}

/// Makes findings that the office lets stand weigh no more than a hint.
pub fn apply<'a>(findings: &mut [Finding], waived: impl IntoIterator<Item = &'a Waived>) {
    for waived in waived {
        let alike = findings.iter_mut().filter(|finding| finding.code.name == waived.code);
        for finding in alike.filter(|finding| !catalog::is_final(finding.code)) {
            finding.severity = Severity::Hint;
            finding.waived = Some(format!("{}，{}", waived.by, waived.because));
        }
    }
}

/// What the office lets stand in the text that a brief has now.
pub fn of_brief(entry: &Entry) -> impl Iterator<Item = &Waived> {
    let text = entry.latest().digest;
    entry.waived.iter().filter(move |waived| waived.digest == text)
}

/// The events that let findings with these codes stand, or that take this back.
pub fn order(subject: &Subject, codes: &[String], because: &str, lift: bool) -> Result<Vec<Event>> {
    if because.trim().is_empty() {
        return Err(Error::usage("核准保留要写明理由").help("请加上 --because \"理由\"。"));
    }
    codes.iter().map(|name| event(subject, name, because, lift)).collect()
}

fn event(subject: &Subject, name: &str, because: &str, lift: bool) -> Result<Event> {
    let code = catalog::by_name(name).ok_or_else(|| {
        Error::usage(format!("没有“{name}”这种问题")).help("代码写在每条问题的方括号里；kuaibao explain 列出全部。")
    })?;
    may_stand(subject, code)?;
    let (receipt, issue) = match &subject.of {
        Place::Brief(receipt) => (Some(*receipt), None),
        Place::Item(issue, _) => (None, Some(issue.clone())),
    };
    let (digest, code) = (subject.digest, code.name.to_owned());
    Ok(Event::Waived { receipt, issue, digest, code, because: because.trim().to_owned(), lifted: lift })
}

fn may_stand(subject: &Subject, code: &'static Code) -> Result<()> {
    if catalog::is_final(code) {
        return Err(Error::usage(format!("“{}”不能核准保留", code.title)).help("请退改（return）或缓办（hold）。"));
    }
    if subject.findings.iter().any(|finding| finding.code == code) {
        return Ok(());
    }
    let found: Vec<&str> = subject.findings.iter().map(|finding| finding.code.name).collect();
    let found = if found.is_empty() {
        "这篇没有发现问题。".into()
    } else {
        format!("这篇有：{}。", found.join("、"))
    };
    Err(Error::usage(format!("这篇没有“{}”（{}）", code.title, code.name)).help(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalog::{office, text};

    fn waived(code: &str) -> Waived {
        Waived { code: code.into(), digest: Digest::default(), because: "已核实".into(), by: "编辑".into() }
    }

    #[test]
    fn what_is_let_stand_forbids_nothing_and_secrecy_is_never_let_stand() {
        let mut findings =
            [text::image_missing("图.png"), office::secret("内部")].map(|message| Finding::of_file("a.md", message));
        apply(&mut findings, &[waived("image-missing"), waived("secret")]);
        assert!(!catalog::forbids_publishing(&findings[0]) && findings[0].waived.as_deref() == Some("编辑，已核实"));
        assert!(catalog::forbids_publishing(&findings[1]) && findings[1].waived.is_none());
    }

    #[test]
    fn only_what_was_found_can_be_let_stand() {
        let findings = vec![Finding::of_file("a.md", text::image_missing("图.png"))];
        let receipt = ReceiptNo { year: 2016, number: 1 };
        let subject = Subject { of: Place::Brief(receipt), digest: Digest::default(), findings };
        let order = |code: &str, because| order(&subject, &[code.to_owned()], because, false);
        assert!(order("image-missing", "已核实").is_ok());
        for (code, because) in [("image-missing", " "), ("text-long", "理由"), ("secret", "理由"), ("无此", "理由")]
        {
            assert!(order(code, because).is_err(), "{code}");
        }
    }
}
