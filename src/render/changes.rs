//! When something was last changed, as feeds, catalogues and sitemaps have to say it.
//!
//! In: issues and items with their notices. Out: days, and days as moments. A notice of the whole issue changes the
//! issue; of its items it changes only those whose text it takes away. Refuses to know: the clock.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use crate::model::{Issue, Item, Notice, NoticeKind};

/// The day of the last change of the issue or of anything in it.
pub fn issue_changed(issue: &Issue) -> NaiveDate {
    issue.notices.iter().map(|notice| notice.on).fold(issue.date, NaiveDate::max)
}

/// The day of the last change of what the item's own page says.
pub fn item_changed(issue: &Issue, item: &Item) -> NaiveDate {
    let notices = issue.notices.iter().filter(|notice| concerns(notice, item));
    notices.map(|notice| notice.on).fold(issue.date, NaiveDate::max)
}

fn concerns(notice: &Notice, item: &Item) -> bool {
    match notice.item {
        Some(number) => number == item.number,
        None => notice.kind == NoticeKind::Withdrawn,
    }
}

/// The beginning of that day in China, which has one time zone and no summer time.
pub fn moment(day: NaiveDate) -> DateTime<FixedOffset> {
    const HOURS: i32 = 8;
    let begin = day.and_time(NaiveTime::MIN);
    let zone = FixedOffset::east_opt(HOURS * 3600).expect("eight hours are an offset");
    begin.and_local_timezone(zone).single().unwrap_or_else(|| begin.and_utc().fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn a_notice_changes_what_it_is_about() {
        let mut issue = sample::issue("dongtai-2016-1", "2016-01-07");
        let notice =
            |kind, item, on: &str| Notice { kind, item, on: sample::day(on), because: String::new(), words: vec![] };
        issue.notices.push(notice(NoticeKind::Corrected, Some(1), "2016-02-01"));
        issue.notices.push(notice(NoticeKind::Corrected, None, "2016-03-01"));
        let days = |issue: &Issue| {
            let [one, two] = [0, 1].map(|at| item_changed(issue, &issue.items[at]).to_string());
            (one, two, issue_changed(issue).to_string())
        };
        assert_eq!(days(&issue), ("2016-02-01".into(), "2016-01-07".into(), "2016-03-01".into()));
        issue.notices.push(notice(NoticeKind::Withdrawn, None, "2016-04-01"));
        assert_eq!(days(&issue), ("2016-04-01".into(), "2016-04-01".into(), "2016-04-01".into()));
    }

    #[test]
    fn a_day_begins_in_china() {
        assert_eq!(moment(sample::day("2016-11-17")).to_rfc3339(), "2016-11-17T00:00:00+08:00");
    }
}
