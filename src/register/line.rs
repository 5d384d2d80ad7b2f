//! One line of the journal → a record, fast for the kinds of which there are many.
//!
//! In: the bytes of a line. Out: a record, the same as serde's own reading gives. That one keeps a whole line aside
//! before it knows which event it is; nine lines in ten are receipts and decisions, and these are read in one go.
//! Refuses to know: the chain, what events mean together.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer};

use super::event::{Asset, Content, Event, Facts, Record, Reviewed};
use super::wire::{maybe_text, text, time};
use crate::model::{Digest, ReceiptNo, SeriesId};

/// Reads a line.
pub(super) fn record(line: &[u8]) -> serde_json::Result<Record> {
    match serde_json::from_slice::<Line<'_>>(line).ok().and_then(Line::record) {
        Some(record) => Ok(record),
        // The rarer kinds, and whatever is wrong: serde says what.
        None => serde_json::from_slice(line),
    }
}

/// What the usual events have, together.
#[derive(Deserialize)]
struct Line<'a> {
    seq: u64,
    #[serde(with = "time")]
    at: DateTime<FixedOffset>,
    by: String,
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(with = "text")]
    prev: Digest,
    #[serde(with = "maybe_text", default)]
    receipt: Option<ReceiptNo>,
    path: Option<String>,
    #[serde(with = "maybe_text", default)]
    digest: Option<Digest>,
    #[serde(default, deserialize_with = "maybe_time")]
    received_at: Option<DateTime<FixedOffset>>,
    #[serde(default)]
    assets: Vec<Asset>,
    facts: Option<Facts>,
    #[serde(with = "maybe_text", default)]
    same_as: Option<ReceiptNo>,
    #[serde(with = "maybe_text", default)]
    replaces: Option<ReceiptNo>,
    #[serde(with = "maybe_text", default)]
    series: Option<SeriesId>,
    grade: Option<String>,
    #[serde(default)]
    as_written: bool,
    because: Option<String>,
}

fn maybe_time<'de, D: Deserializer<'de>>(input: D) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
    time::deserialize(input).map(Some)
}

impl Line<'_> {
    /// `None` for a kind that is not read here, and when something is missing.
    fn record(mut self) -> Option<Record> {
        let event = match &*self.event {
            "received" => Event::Received {
                receipt: self.receipt?,
                path: self.path.take()?,
                same_as: self.same_as,
                replaces: self.replaces,
                text: self.content()?,
            },
            "revised" => Event::Revised { receipt: self.receipt?, text: self.content()? },
            "accepted" => Event::Accepted {
                series: self.series.take(),
                grade: self.grade.take(),
                as_written: self.as_written,
                on: self.reviewed()?,
            },
            "returned" => Event::Returned(self.reviewed()?),
            "declined" => Event::Declined(self.reviewed()?),
            "held" => Event::Held(self.reviewed()?),
            _ => return None,
        };
        Some(Record { seq: self.seq, at: self.at, by: self.by, event, prev: self.prev })
    }

    fn content(&mut self) -> Option<Content> {
        let assets = std::mem::take(&mut self.assets);
        Some(Content { digest: self.digest?, received_at: self.received_at?, assets, facts: self.facts.take()?.into() })
    }

    fn reviewed(&mut self) -> Option<Reviewed> {
        let assets = std::mem::take(&mut self.assets);
        Some(Reviewed { receipt: self.receipt?, digest: self.digest?, assets, because: self.because.take() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAIL: &str = r#""prev":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#;
    const DIGEST: &str = r#""digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""#;

    fn line(event: &str, fields: &str) -> String {
        format!(r#"{{"seq":7,"at":"2016-11-01T09:00:00+08:00","by":"编\"辑","event":"{event}",{fields},{TAIL}"#)
    }

    #[test]
    fn a_line_is_read_as_serde_reads_it() {
        let facts = r#""facts":{"title":"甲","units":["市民政局"],"period":"2016-11","signed":true,"readable":true,"characters":9,"fingerprint":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#;
        let content = format!(
            r#""receipt":"2016-0001",{DIGEST},"received_at":"2016-11-01T09:00:00+08:00","assets":[{{"source":"图.png",{DIGEST}}}],{facts}"#
        );
        let reviewed = format!(r#""receipt":"2016-0001",{DIGEST},"because":"请补充""#);
        let lines = [
            line("received", &format!(r#""path":"submissions/甲/乙.md","same_as":"2016-0002",{content}"#)),
            line("revised", &content),
            line("accepted", &format!(r#"{reviewed},"series":"dongtai","grade":"优","as_written":true"#)),
            line("accepted", &reviewed),
            line("returned", &reviewed),
            line("declined", &reviewed),
            line("held", &format!(r#""receipt":"2016-0001",{DIGEST}"#)),
            line("vanished", r#""receipt":"2016-0001""#),
            line("compiled", &format!(r#""issue":"dongtai-2016-1","items":[{{"receipt":"2016-0001",{DIGEST}}}]"#)),
            line("withdrawn", r#""issue":"dongtai-2016-1","item":1,"because":"有误""#),
        ];
        for line in lines {
            let slow: Record = serde_json::from_str(&line).expect("a line");
            assert_eq!(record(line.as_bytes()).expect("a line"), slow, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_as_serde_tells_it() {
        for line in [line("received", r#""receipt":"2016-0001""#), line("gone", r#""receipt":"x""#), "{".into()] {
            let slow = serde_json::from_str::<Record>(&line).expect_err("wrong").to_string();
            assert_eq!(record(line.as_bytes()).expect_err("wrong").to_string(), slow);
        }
    }
}
