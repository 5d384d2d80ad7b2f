//! The register as a whole, on a real folder: what is written is what is read, and nothing is lost on the way.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::model::{Digest, IssueId, ReceiptNo};

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).expect("a test's time")
}

fn receipt(number: u32) -> ReceiptNo {
    ReceiptNo { year: 2016, number }
}

fn facts(title: &str) -> Facts {
    let fingerprint = Digest::of(title.as_bytes());
    Facts {
        title: Some(title.into()),
        units: vec!["市民政局".into()],
        fingerprint,
        sketch: None,
        characters: 200,
        ..Facts::default()
    }
}

fn arrival(path: &str, bytes: &str) -> Arrival {
    let digest = Digest::of(bytes.as_bytes());
    Arrival { path: path.into(), digest, assets: vec![], modified: None, facts: facts(bytes).into() }
}

fn content(bytes: &str, received: &str) -> Content {
    Content {
        digest: Digest::of(bytes.as_bytes()),
        received_at: at(received),
        assets: vec![],
        facts: facts(bytes).into(),
    }
}

fn received(number: u32, path: &str, bytes: &str) -> Event {
    let text = content(bytes, "2016-11-01T09:00");
    Event::Received { receipt: receipt(number), path: path.into(), text, same_as: None, replaces: None }
}

fn accepted(number: u32, bytes: &str) -> Event {
    let on = Reviewed { receipt: receipt(number), digest: Digest::of(bytes.as_bytes()), assets: vec![], because: None };
    Event::Accepted { on, series: None, grade: None, as_written: false }
}

fn writer(root: &Path, now: &str) -> Writer {
    Writer::open(root, "编辑", at(now)).expect("the register opens")
}

fn office(events: Vec<Event>) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    writer(root.path(), "2016-11-01T09:00").record(events).expect("recorded");
    root
}

fn journal(root: &Path) -> String {
    std::fs::read_to_string(root.join("register/2016.jsonl")).expect("a journal")
}

#[test]
fn what_is_recorded_is_what_is_replayed() {
    let root = office(vec![received(1, "submissions/市民政局/甲.md", "甲")]);
    let mut writer = writer(root.path(), "2016-11-02T09:00");
    writer.record(vec![accepted(1, "甲")]).expect("recorded");
    let (replayed, head, torn) = read(root.path()).expect("readable");
    assert_eq!((&replayed, head.seq, torn), (writer.register(), 2, None));
    assert_eq!(replayed.accepted().len(), 1);
    assert_eq!(replayed.next_receipt(2016), receipt(2));
}

#[test]
fn a_changed_line_breaks_the_chain_and_is_named() {
    let events = vec![received(1, "submissions/市民政局/甲.md", "甲"), accepted(1, "甲")];
    let root = office(events);
    let forged = journal(root.path()).replacen("甲.md", "乙.md", 1);
    std::fs::write(root.path().join("register/2016.jsonl"), forged).expect("written");
    let fault = read(root.path()).expect_err("the chain is broken").to_string();
    assert!(fault.contains("2016.jsonl:2") && fault.contains("对不上"), "{fault}");
}

#[test]
fn a_line_that_is_taken_out_is_missed() {
    let root = office(vec![received(1, "submissions/a/甲.md", "甲"), accepted(1, "甲"), accepted(1, "甲")]);
    let without: Vec<String> =
        journal(root.path()).lines().enumerate().filter(|(i, _)| *i != 1).map(|(_, l)| format!("{l}\n")).collect();
    std::fs::write(root.path().join("register/2016.jsonl"), without.concat()).expect("written");
    assert!(read(root.path()).is_err());
}

#[test]
fn a_half_written_last_line_is_set_aside_and_nothing_before_it_is_lost() {
    let root = office(vec![received(1, "submissions/a/甲.md", "甲")]);
    let path = root.path().join("register/2016.jsonl");
    let whole = journal(root.path());
    std::fs::write(&path, format!("{whole}{{\"seq\":2,\"at\":")).expect("written");
    let (register, _, torn) = read(root.path()).expect("readable");
    assert!(register.entry(receipt(1)).is_some() && torn.is_some());
    writer(root.path(), "2016-11-03T09:00").record(vec![accepted(1, "甲")]).expect("recorded");
    let (register, head, torn) = read(root.path()).expect("readable");
    assert_eq!((head.seq, torn, register.accepted().len()), (2, None, 1));
    let aside = std::fs::read_to_string(root.path().join("register/torn-2.txt")).expect("kept");
    assert_eq!(aside, "{\"seq\":2,\"at\":");
}

#[test]
fn time_does_not_run_backwards_but_clocks_may_differ_a_little() {
    let root = office(vec![received(1, "submissions/a/甲.md", "甲")]);
    writer(root.path(), "2016-11-01T08:50").record(vec![accepted(1, "甲")]).expect("ten minutes are nothing");
    let fault = writer(root.path(), "2016-10-31T09:00").record(vec![accepted(1, "甲")]).expect_err("a wrong clock");
    assert!(fault.to_string().contains("时钟") || fault.to_string().contains("时间"), "{fault}");
}

#[test]
fn a_second_writer_waits_for_the_first() {
    let root = office(vec![]);
    let first = writer(root.path(), "2016-11-01T09:00");
    let path = root.path().to_owned();
    let second = std::thread::spawn(move || {
        let mut second = writer(&path, "2016-11-01T09:00");
        second.record(vec![received(2, "submissions/a/乙.md", "乙")]).map(|()| second.next_seq())
    });
    std::thread::sleep(std::time::Duration::from_millis(120));
    let mut first = first;
    first.record(vec![received(1, "submissions/a/甲.md", "甲")]).expect("recorded");
    drop(first);
    assert_eq!(second.join().expect("no panic").expect("recorded"), 3);
}

#[test]
fn a_decision_holds_for_the_text_that_was_reviewed_only() {
    let root = office(vec![received(1, "submissions/a/甲.md", "甲"), accepted(1, "甲")]);
    let mut writer = writer(root.path(), "2016-11-02T09:00");
    let revised = |bytes| vec![Event::Revised { receipt: receipt(1), text: content(bytes, "2016-11-02T09:00") }];
    writer.record(revised("甲改")).expect("recorded");
    let state = |writer: &Writer| writer.register().entry(receipt(1)).map(Entry::review);
    assert_eq!(state(&writer), Some(ReviewState::Reopened));
    assert!(writer.register().accepted().is_empty());
    writer.record(revised("甲")).expect("recorded");
    assert_eq!(state(&writer), Some(ReviewState::Accepted), "the reviewed text is back");
}

#[test]
fn a_restricted_brief_is_never_compiled_even_when_accepted() {
    let mut text = content("密", "2016-11-01T09:00");
    Arc::make_mut(&mut text.facts).classification = Some("内部".into());
    let path = "submissions/a/密.md".into();
    let event = Event::Received { receipt: receipt(1), path, text, same_as: None, replaces: None };
    let root = office(vec![event, accepted(1, "密")]);
    assert!(read(root.path()).expect("readable").0.accepted().is_empty());
}

#[test]
fn an_event_about_nothing_is_refused_and_not_written() {
    let root = office(vec![received(1, "submissions/a/甲.md", "甲")]);
    let before = journal(root.path());
    assert!(writer(root.path(), "2016-11-02T09:00").record(vec![accepted(9, "甲")]).is_err());
    assert!(writer(root.path(), "2016-11-02T09:00").record(vec![received(1, "x", "乙")]).is_err());
    assert_eq!(journal(root.path()), before);
}

#[test]
fn a_published_issue_carries_its_items_and_its_notices() {
    let issue: IssueId = "dongtai-2016-1".parse().expect("a name");
    let published = Event::Published {
        issue: issue.clone(),
        date: at("2016-11-02T09:00").date_naive(),
        items: vec![Some(receipt(1)), None],
        files: Default::default(),
    };
    let withdrawn = Event::Withdrawn { issue: issue.clone(), item: 2, because: "数字有误".into() };
    let root = office(vec![received(1, "submissions/a/甲.md", "甲"), accepted(1, "甲"), published, withdrawn]);
    let (register, ..) = read(root.path()).expect("readable");
    assert_eq!(register.entry(receipt(1)).map(Entry::review), Some(ReviewState::Published));
    let publication = &register.publications()[&issue];
    assert!(publication.is_withdrawn(2) && !publication.is_withdrawn(1));
}

// ---- arrivals ----------------------------------------------------------

fn events(root: &Path, found: &[Arrival], same: bool) -> Vec<String> {
    let (register, ..) = read(root).expect("readable");
    let found: Vec<&Arrival> = found.iter().collect();
    let post = Post { briefs: &found, unread: &["s/locked".into()], gone: None };
    let events = arrivals(&register, &post, at("2016-11-05T09:00"), &|_, _| same);
    events.iter().map(told).collect()
}

fn told(event: &Event) -> String {
    match event {
        Event::Received { receipt, same_as, replaces, .. } => {
            let more =
                |word: &str, other: &Option<ReceiptNo>| other.map(|o| format!(" {word} {o}")).unwrap_or_default();
            format!("received {receipt}{}{}", more("same as", same_as), more("replaces", replaces))
        }
        Event::Revised { receipt, .. } => format!("revised {receipt}"),
        Event::Moved { receipt, path } => format!("moved {receipt} {path}"),
        Event::Vanished { receipt } => format!("vanished {receipt}"),
        Event::Reappeared { receipt } => format!("reappeared {receipt}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn nothing_new_is_no_event() {
    let root = office(vec![received(1, "s/a/甲.md", "甲")]);
    assert!(events(root.path(), &[arrival("s/a/甲.md", "甲")], true).is_empty());
}

#[test]
fn revised_vanished_moved_and_twice_submitted_are_told_apart() {
    let root =
        office(vec![received(1, "s/a/甲.md", "甲"), received(2, "s/a/乙.md", "乙"), received(3, "s/a/丙.md", "丙")]);
    let found = [arrival("s/a/copy.md", "甲"), arrival("s/a/moved.md", "乙"), arrival("s/a/甲.md", "甲")];
    assert_eq!(
        events(root.path(), &found, true),
        ["moved 2016-0002 s/a/moved.md", "received 2016-0004 same as 2016-0001", "vanished 2016-0003"]
    );
    let revised = [arrival("s/a/丙.md", "丙丙"), arrival("s/a/乙.md", "乙"), arrival("s/a/甲.md", "甲")];
    assert_eq!(events(root.path(), &revised, true), ["revised 2016-0003"]);
}

#[test]
fn a_wholly_different_brief_under_an_old_name_is_a_new_brief() {
    let root = office(vec![received(1, "s/a/信息.md", "十月")]);
    let found = [arrival("s/a/信息.md", "十一月")];
    assert_eq!(events(root.path(), &found, false), ["received 2016-0002 replaces 2016-0001"]);
    assert_eq!(events(root.path(), &found, true), ["revised 2016-0001"]);
}

#[test]
fn what_had_vanished_reappears_under_its_receipt_wherever_it_is() {
    let root = office(vec![received(1, "s/a/甲.md", "甲"), Event::Vanished { receipt: receipt(1) }]);
    assert_eq!(events(root.path(), &[arrival("s/a/甲.md", "甲")], true), ["reappeared 2016-0001"]);
    assert_eq!(events(root.path(), &[arrival("s/b/甲.md", "甲")], true), ["moved 2016-0001 s/b/甲.md"]);
    assert!(events(root.path(), &[], true).is_empty(), "gone is gone");
}

#[test]
fn a_renamed_brief_keeps_its_receipt_although_its_old_name_is_used_again() {
    let root = office(vec![received(1, "s/a/简报.md", "十月"), received(2, "s/a/乙.md", "乙")]);
    let found = [arrival("s/a/乙.md", "乙"), arrival("s/a/简报.md", "十一月"), arrival("s/a/简报10月.md", "十月")];
    assert_eq!(events(root.path(), &found, false), ["moved 2016-0001 s/a/简报10月.md", "received 2016-0003"]);
    let onto = [arrival("s/a/乙.md", "十月")];
    assert_eq!(events(root.path(), &onto, false), ["moved 2016-0001 s/a/乙.md", "vanished 2016-0002"]);
}

#[test]
fn what_lies_there_and_cannot_be_read_has_not_vanished() {
    let root = office(vec![received(1, "s/locked/甲.md", "甲"), received(2, "s/b/乙.md", "乙")]);
    assert_eq!(events(root.path(), &[], true), ["vanished 2016-0002"]);
}

#[test]
fn a_brief_that_moves_to_another_units_folder_says_so_anew() {
    let root = office(vec![received(1, "s/a/甲.md", "甲")]);
    let mut found = arrival("s/b/甲.md", "甲");
    Arc::make_mut(&mut found.facts).units = vec!["盘龙区".into()];
    assert_eq!(events(root.path(), &[found], true), ["moved 2016-0001 s/b/甲.md", "revised 2016-0001"]);
}

#[test]
fn two_copies_in_one_intake_are_one_brief_and_one_copy() {
    let root = office(vec![received(1, "s/a/甲.md", "甲")]);
    let found = [arrival("s/a/x.md", "新"), arrival("s/a/y.md", "新"), arrival("s/a/甲.md", "甲")];
    assert_eq!(events(root.path(), &found, true), ["received 2016-0002", "received 2016-0003 same as 2016-0002"]);
}

#[test]
fn the_files_own_time_counts_only_between_two_intakes() {
    let root = office(vec![received(1, "s/a/甲.md", "甲")]);
    let (register, ..) = read(root.path()).expect("readable");
    let received_at = |modified: &str| {
        let mut found = arrival("s/a/乙.md", "乙");
        found.modified = Some(at(modified));
        let kept = arrival("s/a/甲.md", "甲");
        let post = Post { briefs: &[&found, &kept], unread: &[], gone: None };
        match &arrivals(&register, &post, at("2016-11-05T09:00"), &|_, _| true)[..] {
            [Event::Received { text, .. }] => text.received_at,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(received_at("2016-11-03T10:00"), at("2016-11-03T10:00"));
    assert_eq!(received_at("2016-10-03T10:00"), at("2016-11-05T09:00"), "before the last intake: nobody saw it then");
    assert_eq!(received_at("2016-12-03T10:00"), at("2016-11-05T09:00"), "a clock that is ahead");
}

#[test]
fn what_the_office_lets_stand_holds_for_the_text_it_looked_at() {
    let waived = |lifted| Event::Waived {
        receipt: Some(receipt(1)),
        issue: None,
        digest: Digest::of("甲".as_bytes()),
        code: "image-missing".into(),
        because: "已核实".into(),
        lifted,
    };
    let root = office(vec![received(1, "submissions/市民政局/甲.md", "甲"), waived(false), accepted(1, "甲")]);
    let issue: IssueId = "dongtai-2016-1".parse().expect("an issue");
    let codes = |register: &Register| -> Vec<String> {
        let found = register.waived(&issue, Digest::of("稿".as_bytes()), Some(receipt(1)));
        found.into_iter().map(|waived| waived.code.clone()).collect()
    };
    let mut writer = writer(root.path(), "2016-11-02T09:00");
    assert_eq!(codes(writer.register()), ["image-missing"]);
    assert!(journal(root.path()).contains("\"event\":\"waived\"") && !journal(root.path()).contains("lifted"));
    let text = content("乙", "2016-11-02T09:00");
    writer.record(vec![Event::Revised { receipt: receipt(1), text }, accepted(1, "乙")]).expect("recorded");
    assert!(codes(writer.register()).is_empty(), "the new text has to be looked at again");
    writer.record(vec![waived(true)]).expect("recorded");
    let entry = writer.register().entry(receipt(1)).expect("an entry");
    assert!(entry.waived.is_empty() && entry.history.iter().any(|line| line.what.starts_with("收回核准")));
}
