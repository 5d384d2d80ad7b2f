//! What decisions do to the register's state: 采用, 退改, 不采用, 缓办, 核准保留.
//!
//! In: records, through `state`. Out: changed entries. Refuses to know: receiving, issues.

use super::entry::{Decision, Verdict, Waived};
use super::event::{Drafted, Event, Record, Reviewed};
use super::state::Register;

impl Register {
    /// 采用
    pub(super) fn accept(&mut self, record: &Record) -> Result<(), String> {
        let Event::Accepted { on, series, grade, as_written } = &record.event else { return Ok(()) };
        self.decide(record, Verdict::Accept, on, *as_written)?;
        if let Some(decision) = &mut self.entry_mut(on.receipt)?.decision {
            (decision.series, decision.grade) = (series.clone(), grade.clone());
        }
        let graded = grade.as_ref().map(|grade| format!("（{grade}）")).unwrap_or_default();
        let how = if *as_written { "，照原稿" } else { "" };
        self.log_decision(record, on, &format!("{}{graded}{how}", Verdict::Accept.label()))
    }

    fn decide(&mut self, record: &Record, verdict: Verdict, on: &Reviewed, as_written: bool) -> Result<(), String> {
        let entry = self.entry_mut(on.receipt)?;
        // Accepting the same text a second time says: the edited draft has been held against it.
        let again = entry.decision.as_ref().is_some_and(|before| {
            before.verdict == Verdict::Accept
                && (before.digest, before.as_written) == (on.digest, as_written)
                && before.assets == on.assets
        });
        if verdict == Verdict::Accept && again && entry.drafted.is_some() {
            let (receipt, digest, assets) = (on.receipt, on.digest, on.assets.clone());
            entry.drafted = Some(Drafted { receipt, digest, assets, as_written });
        }
        entry.decision = Some(Decision {
            verdict,
            digest: on.digest,
            assets: on.assets.clone(),
            series: None,
            grade: None,
            as_written,
            because: on.because.clone(),
            at: record.at,
            by: record.by.clone(),
        });
        Ok(())
    }

    pub(super) fn decide_and_log(&mut self, record: &Record, verdict: Verdict, on: &Reviewed) -> Result<(), String> {
        self.decide(record, verdict, on, false)?;
        self.log_decision(record, on, verdict.label())
    }

    fn log_decision(&mut self, record: &Record, on: &Reviewed, what: &str) -> Result<(), String> {
        let reason = on.because.as_ref().map(|because| format!("：{because}")).unwrap_or_default();
        self.log(record, on.receipt, format!("{what}{reason}"))
    }

    pub(super) fn waive(&mut self, record: &Record) -> Result<(), String> {
        let Event::Waived { receipt, issue, digest, code, because, lifted } = &record.event else { return Ok(()) };
        let list = match (receipt, issue) {
            (Some(receipt), None) => &mut self.entry_mut(*receipt)?.waived,
            (None, Some(issue)) => self.waived.entry(issue.clone()).or_default(),
            _ => return Err("核准保留的要么是一篇收文，要么是一期里的一条".into()),
        };
        if *lifted {
            list.retain(|waived| waived.code != *code || waived.digest != *digest);
        } else {
            let (code, because) = (code.clone(), because.clone());
            Waived { code, digest: *digest, because, by: record.by.clone() }.join(list);
        }
        let what = if *lifted { "收回核准" } else { "核准保留" };
        receipt.map_or(Ok(()), |receipt| self.log(record, receipt, format!("{what} {code}：{because}")))
    }
}
