//! How values are written on the command line.
//!
//! In: words. Out: values, or in Chinese how they should be written. Refuses to know: commands.

use chrono::{DateTime, FixedOffset};

use crate::model::{Every, IssueId, Period};

/// A moment with its offset; without one it is taken as China's.
pub fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}+08:00")))
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")))
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}T09:00:00+08:00")))
        .map(|moment| moment.with_timezone(&super::super::china()))
        .map_err(|_| "时间应写成 2016-11-20T09:00:00+08:00 的样子".into())
}

pub(super) fn month(text: &str) -> Result<Period, String> {
    period(text, Every::Month, "2016-11（月）")
}

pub(super) fn quarter(text: &str) -> Result<Period, String> {
    period(text, Every::Quarter, "2016Q4（季）")
}

pub(super) fn half(text: &str) -> Result<Period, String> {
    period(text, Every::Half, "2016H2（半年）")
}

pub(super) fn year(text: &str) -> Result<Period, String> {
    period(text, Every::Year, "2016（年）")
}

fn period(text: &str, every: Every, example: &str) -> Result<Period, String> {
    let period = text.parse().ok().filter(|period: &Period| period.every() == every);
    period.ok_or_else(|| format!("应写成 {example} 的样子"))
}

pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "端口应是 0 到 65535 的整数，如 4001（0 是任选一个空着的）".into())
}

pub(super) fn issue(text: &str) -> Result<IssueId, String> {
    text.parse().map_err(|_| "期应写成 dongtai-2016-12 的样子：刊物 id、年份、期号".into())
}
