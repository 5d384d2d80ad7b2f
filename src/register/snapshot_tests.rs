//! The state that is kept between runs makes no difference: whatever happens in the register or to its files, the same
//! comes out as when the whole journal is replayed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, FixedOffset};
use proptest::prelude::*;

use super::journal::replayed;
use super::*;
use crate::cache::{Cache, FOLDER};
use crate::model::{Digest, Every, IssueId, Period, ReceiptNo, SeriesId, Sketch};

fn day(year: i32, day: u32) -> DateTime<FixedOffset> {
    let text = format!("{year}-11-{day:02}T09:00:00+08:00");
    DateTime::parse_from_rfc3339(&text).expect("a test's time")
}

fn receipt(year: i32, number: u32) -> ReceiptNo {
    ReceiptNo { year, number }
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn issue(name: &str) -> IssueId {
    name.parse().expect("a test's issue")
}

fn content(text: &str, rich: bool) -> Content {
    let at = day(2015, 3);
    let facts =
        Facts { title: Some(text.into()), units: vec!["市民政局".into()], readable: true, ..Facts::default() };
    let plain = Content { digest: digest(text), received_at: at, assets: vec![], facts: facts.clone().into() };
    if !rich {
        return plain;
    }
    let long: String = (0..200).map(|n| format!("{n}{text}")).collect();
    let asset = |role| Asset { source: format!("图 {role:?}.png"), digest: digest("图"), role };
    Content {
        assets: [AssetRole::Picture, AssetRole::Evidence, AssetRole::Header].map(asset).into(),
        received_at: DateTime::parse_from_rfc3339("2015-11-02T23:59:60-03:30").expect("a leap second"),
        facts: Facts {
            kind: Some("信息".into()),
            date: Some(at.date_naive()),
            period: Some(Period::containing(Every::Quarter, at.date_naive())),
            signed: true,
            signed_on: Some(at.date_naive()),
            series: Some("动态".into()),
            classification: Some("内部".into()),
            characters: 4_000_000,
            fingerprint: digest("指纹"),
            sketch: Sketch::of(&long),
            ..facts
        }
        .into(),
        ..plain
    }
}

fn received(receipt: ReceiptNo, path: &str, text: Content, replaces: Option<ReceiptNo>) -> Event {
    Event::Received { receipt, path: path.into(), text, same_as: replaces, replaces }
}

/// Every kind of event, with everything that it can carry.
fn story() -> Vec<Event> {
    let (one, two, three) = (receipt(2015, 1), receipt(2015, 2), receipt(2015, 3));
    let on = |receipt, text: &str, because: Option<&str>| Reviewed {
        receipt,
        digest: digest(text),
        assets: content(text, true).assets,
        because: because.map(str::to_owned),
    };
    let drafted =
        Drafted { receipt: one, digest: digest("甲"), assets: content("甲", true).assets, as_written: true };
    let first = issue("dongtai-2015-1");
    let accepted = |receipt, text: &str, series: Option<&str>, grade: Option<&str>| Event::Accepted {
        on: on(receipt, text, None),
        series: series.and_then(SeriesId::new),
        grade: grade.map(str::to_owned),
        as_written: true,
    };
    let waived = |receipt, issue, code: &str, lifted| {
        let (digest, because) = (digest("甲"), "已核实".into());
        Event::Waived { receipt, issue, digest, code: code.into(), because, lifted }
    };
    let change = |from, to| Change { from, to };
    vec![
        received(one, "submissions/a/甲.md", content("甲", true), None),
        received(two, "submissions/a/乙.md", content("乙", false), None),
        received(three, "submissions/a/乙.md", content("丙", true), Some(two)),
        Event::Revised { receipt: three, text: content("乙", false) },
        Event::Revised { receipt: three, text: content("丁", true) },
        Event::Moved { receipt: three, path: "submissions/b/丁.md".into() },
        Event::Vanished { receipt: two },
        Event::Reappeared { receipt: two },
        accepted(one, "甲", Some("dongtai"), Some("优")),
        Event::Compiled { issue: first.clone(), items: vec![drafted] },
        accepted(one, "甲", None, None),
        Event::Returned(on(two, "乙", Some("请补充"))),
        Event::Declined(on(two, "乙", Some("不用"))),
        Event::Held(on(three, "丁", None)),
        waived(Some(one), None, "image-missing", false),
        waived(Some(one), None, "image-missing", true),
        waived(Some(two), None, "gate-phone", false),
        waived(None, Some(first.clone()), "gate-phone", false),
        waived(None, Some(issue("dongtai-2015-zengkan")), "gate-phone", false),
        Event::Published {
            issue: first.clone(),
            date: day(2015, 9).date_naive(),
            items: vec![Some(one), None],
            files: BTreeMap::from([("01.md".into(), digest("01")), ("issue.toml".into(), digest("toml"))]),
        },
        Event::Published {
            issue: issue("dongtai-2015-zengkan"),
            date: day(2015, 9).date_naive(),
            items: vec![],
            files: BTreeMap::new(),
        },
        Event::Corrected {
            issue: first.clone(),
            items: vec![1, 2],
            files: BTreeMap::from([
                ("01.md".into(), change(Some(digest("01")), Some(digest("01 改")))),
                ("02.md".into(), change(None, Some(digest("02")))),
                ("issue.toml".into(), change(Some(digest("toml")), None)),
            ]),
            because: "数字有误".into(),
            quoted: true,
        },
        Event::Corrected {
            issue: first.clone(),
            items: vec![],
            files: BTreeMap::new(),
            because: "日期".into(),
            quoted: false,
        },
        Event::Withdrawn { issue: first, item: 2, because: "重复".into() },
    ]
}

struct Desk {
    root: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Desk { root: tempfile::tempdir().expect("a folder") }
    }

    fn root(&self) -> &Path {
        self.root.path()
    }

    fn cache(&self) -> Cache {
        Cache::at(self.root(), Digest::default())
    }

    fn file(&self, year: i32) -> PathBuf {
        self.root().join(format!("register/{year}.jsonl"))
    }

    fn write(&self, events: Vec<Event>, now: DateTime<FixedOffset>) {
        let mut writer =
            Writer::resume(Lock::take(self.root()).expect("a lock"), "编辑", now, self.cache()).expect("open");
        writer.record(events).expect("recorded");
    }

    /// What the register is, the same with and without what was kept; and how many lines had been kept.
    fn read(&self) -> Result<(Register, Head, u64), String> {
        let afresh = replayed(self.root(), None).map_err(|fault| fault.to_string());
        let resumed = replayed(self.root(), Some(&self.cache())).map_err(|fault| fault.to_string());
        let (afresh, torn) = match (afresh, &resumed) {
            (Ok(afresh), Ok(_)) => afresh,
            (afresh, resumed) => {
                assert_eq!(afresh.as_ref().err(), resumed.as_ref().err());
                return Err(afresh.expect_err("both failed"));
            }
        };
        let (resumed, torn_too) = resumed?;
        // Debug tells the clocks of moments too, which equality does not.
        let shown =
            |register: &Register| format!("{:?}", (register.entries().collect::<Vec<_>>(), register.publications()));
        assert_eq!(shown(&resumed.register), shown(&afresh.register));
        assert_eq!((&resumed.register, resumed.head, &torn_too), (&afresh.register, afresh.head, &torn));
        Ok((resumed.register, resumed.head, resumed.kept))
    }
}

#[test]
fn after_every_kind_of_event_the_kept_state_is_the_replayed_one() {
    let desk = Desk::new();
    let mut kept_at = Vec::new();
    for (at, event) in (1..).zip(story()) {
        desk.write(vec![event], day(2015, 10));
        let (_, head, kept) = desk.read().expect("whole");
        assert_eq!(head.seq, at);
        // Kept by the third line after the last time, and never ahead of the journal.
        assert!(kept <= at && at - kept < 3, "{kept} of {at}");
        kept_at.push(kept);
    }
    kept_at.dedup();
    assert!(kept_at.len() > 6, "{kept_at:?}");
}

#[test]
fn a_new_year_and_a_torn_line_go_on_as_before() {
    let desk = Desk::new();
    desk.write(story(), day(2015, 10));
    let new_year =
        |number| received(receipt(2016, number), &format!("submissions/c/{number}.md"), content("新", false), None);
    desk.write(vec![new_year(1)], day(2016, 1));
    assert_eq!(desk.read().map(|(_, head, kept)| (head.year, kept)), Ok((Some(2016), 24)));
    desk.write((2..6).map(new_year).collect(), day(2016, 2));
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((29, 29)));

    let torn = [std::fs::read(desk.file(2016)).expect("there"), b"{\"seq\":".to_vec()].concat();
    std::fs::write(desk.file(2016), torn).expect("written");
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((29, 29)));
    desk.write(vec![new_year(6)], day(2016, 3));
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((30, 29)));
    desk.write((7..30).map(new_year).collect(), day(2016, 3));
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((53, 53)));
}

/// What somebody does to the text of 2015, or to other files.
type Tampering = dyn Fn(&Desk, String) -> Option<String>;

#[test]
fn what_is_done_to_the_journal_by_hand_is_found_as_before() {
    let years = |desk: &Desk| {
        desk.write(story(), day(2015, 10));
        desk.write(vec![Event::Vanished { receipt: receipt(2015, 1) }; 4], day(2016, 1));
        assert_eq!(desk.read().expect("whole").2, 28);
    };
    let changes: [&Tampering; 6] = [
        // A word in an earlier year, of the same length.
        &|_, text| Some(text.replacen("已核实", "未核实", 1)),
        // A line taken out.
        &|_, text| text.split_once('\n').map(|(_, rest)| rest.to_owned()),
        // The last line of a year that is over, taken out or half taken out.
        &|_, text| Some(text[..text[..text.len() - 1].rfind('\n').expect("lines") + 1].to_owned()),
        &|_, text| Some(text[..text.len() - 9].to_owned()),
        // A line put behind it.
        &|_, text| Some(text.clone() + text.lines().last().expect("lines") + "\n"),
        // The year that came after it taken away: the journal ends earlier, as one from a backup does.
        &|desk, text| std::fs::remove_file(desk.file(2016)).ok().map(|()| text),
    ];
    for (at, change) in changes.iter().enumerate() {
        let desk = Desk::new();
        years(&desk);
        let text = std::fs::read_to_string(desk.file(2015)).expect("there");
        let text = change(&desk, text).expect("changed");
        std::fs::write(desk.file(2015), text).expect("written");
        match desk.read() {
            Err(fault) => assert!(at < 5 && fault.contains("收文簿已损坏"), "{at}: {fault}"),
            Ok((_, head, kept)) => assert_eq!((at, head.seq, kept), (5, 24, 0)),
        }
    }
    // A wrong line behind what is known is told with its number.
    let desk = Desk::new();
    years(&desk);
    let text = std::fs::read_to_string(desk.file(2016)).expect("there");
    std::fs::write(desk.file(2016), text + "{}\n").expect("written");
    let fault = desk.read().expect_err("no line");
    assert!(fault.contains("2016.jsonl:5"), "{fault}");
}

#[test]
fn a_torn_table_or_none_is_no_loss_and_readers_write_nothing() {
    let desk = Desk::new();
    desk.write(story(), day(2015, 10));
    let table = desk.root().join(FOLDER).join("register");
    let whole = std::fs::read(&table).expect("kept");
    for at in (0..whole.len()).step_by(61) {
        let mut torn = whole.clone();
        torn[at] ^= 0x10;
        std::fs::write(&table, torn).expect("written");
        assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((24, 0)), "{at}");
    }
    std::fs::remove_dir_all(desk.root().join(FOLDER)).expect("removed");
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((24, 0)));
    assert!(!desk.root().join(FOLDER).exists(), "reading writes nothing");
    // Whoever opens it for writing keeps it again.
    desk.write(vec![], day(2015, 11));
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((24, 24)));
}

#[test]
fn what_was_not_written_is_not_kept() {
    let desk = Desk::new();
    desk.write(story(), day(2015, 10));
    let mut writer =
        Writer::resume(Lock::take(desk.root()).expect("a lock"), "编辑", day(2015, 11), desk.cache()).expect("open");
    let unknown = Event::Vanished { receipt: receipt(2015, 99) };
    let known = vec![Event::Vanished { receipt: receipt(2015, 1) }; 9];
    assert!(writer.record([known, vec![unknown]].concat()).is_err());
    drop(writer);
    assert_eq!(desk.read().map(|(_, head, kept)| (head.seq, kept)), Ok((24, 24)));
}

/// One step of a run of random ones.
#[derive(Debug, Clone)]
enum Step {
    Receive(usize, usize),
    Replace(usize, usize),
    Revise(usize, usize),
    Move(usize, usize),
    Vanish(usize),
    Accept(usize),
    Hold(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let few = 0..6_usize;
    prop_oneof![
        (few.clone(), few.clone()).prop_map(|(path, text)| Step::Receive(path, text)),
        (few.clone(), few.clone()).prop_map(|(old, text)| Step::Replace(old, text)),
        (few.clone(), few.clone()).prop_map(|(brief, text)| Step::Revise(brief, text)),
        (few.clone(), few.clone()).prop_map(|(brief, path)| Step::Move(brief, path)),
        few.clone().prop_map(Step::Vanish),
        few.clone().prop_map(Step::Accept),
        few.prop_map(Step::Hold),
    ]
}

fn event(step: &Step, register: &Register, year: i32) -> Option<Event> {
    let path = |at: usize| format!("submissions/u/{at}.md");
    let text = |at: usize| content(["甲", "乙", "丙", "丁", "戊", "己"][at], at.is_multiple_of(2));
    let brief = |at: usize| register.entries().nth(at);
    let next = register.next_receipt(year);
    let on = |entry: &Entry| {
        let Content { digest, assets, .. } = entry.latest().clone();
        Reviewed { receipt: entry.receipt, digest, assets, because: None }
    };
    Some(match *step {
        Step::Receive(at, of) => received(next, &path(at), text(of), None),
        Step::Replace(old, of) => {
            let old = brief(old)?;
            received(next, &old.path, text(of), Some(old.receipt))
        }
        Step::Revise(at, of) => Event::Revised { receipt: brief(at)?.receipt, text: text(of) },
        Step::Move(at, to) => Event::Moved { receipt: brief(at)?.receipt, path: path(to) },
        Step::Vanish(at) => Event::Vanished { receipt: brief(at)?.receipt },
        Step::Accept(at) => Event::Accepted { on: on(brief(at)?), series: None, grade: None, as_written: false },
        Step::Hold(at) => Event::Held(on(brief(at)?)),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Paths taken over, texts that come again, years that end: by path and by text the same briefs are found.
    #[test]
    fn whatever_happens_the_same_briefs_are_found(steps in proptest::collection::vec(step(), 1..40)) {
        let desk = Desk::new();
        for (at, step) in steps.iter().enumerate() {
            let now = day(2015 + (at / 15) as i32, 1);
            let mut writer = Writer::resume(Lock::take(desk.root()).expect("a lock"), "编辑", now, desk.cache()).expect("open");
            if let Some(event) = event(step, writer.register(), now.year()) {
                writer.record(vec![event]).expect("recorded");
            }
            drop(writer);
            desk.read().expect("whole");
        }
    }
}
