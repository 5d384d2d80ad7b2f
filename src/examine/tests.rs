//! What is remembered never makes a difference: only time.

use std::path::Path;
use std::time::Duration;

use chrono::DateTime;

use super::Scope;
use crate::cache::FOLDER;
use crate::init;
use crate::office::Office;
use crate::progress::Progress;
use crate::reception::{self, Reception};
use crate::register::Writer;

/// Registers what lies in the folder on that day and tells everything that was found, as a text.
fn received(root: &Path, day: &str) -> (Reception, String) {
    // A file that was written at this very moment is not remembered.
    std::thread::sleep(Duration::from_millis(30));
    let office = Office::open(root).expect("an office");
    let now = DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+08:00")).expect("a moment");
    let mut writer = Writer::open(root, "编辑", now).expect("a register");
    let reception =
        reception::receive(&office, &mut writer, now, (Scope::Open, None), &Progress::new()).expect("received");
    let briefs = reception.examination.briefs.iter().map(|brief| format!("{:?}\n", brief.findings));
    let told = briefs.chain([format!("{:?}", reception.examination.files)]).collect();
    (reception, told)
}

/// The same without anything to remember.
fn forgetting(root: &Path, day: &str) -> String {
    let _ = std::fs::remove_dir_all(root.join(FOLDER));
    received(root, day).1
}

fn put(root: &Path, name: &str, text: &str) {
    let folder = root.join("submissions/市民政局");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), text).expect("written");
}

fn brief(title: &str, date: &str, body: &str) -> String {
    format!("---\n标题: {title}\n单位: 市民政局\n报送日期: {date}\n审签人: 某某\n审签日期: 2016-11-01\n---\n\n{body}\n")
}

fn office() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    init::office(root.path()).expect("an office");
    root
}

/// A long text that is like no other but its own copies.
fn long(word: &str) -> String {
    (0..60).map(|n| format!("{word}第{n}项改革{}推进,", n * 7)).collect()
}

#[test]
fn what_is_unchanged_is_remembered_and_what_has_changed_is_judged_anew() {
    let root = office();
    let root = root.path();
    put(root, "a.md", &brief("推进改革", "2016-11-05", &long("甲")));
    put(root, "b.md", &brief("推进别的", "2016-12-05", "一是抓早,三是抓小。![图](无.png)"));
    let (first, told) = received(root, "2016-11-20");
    assert_eq!(first.received.len(), 2);
    assert!(told.contains("date-future") && told.contains("normalised") && told.contains("image-missing"), "{told}");
    assert_eq!(received(root, "2016-11-20").1, told);
    assert_eq!(forgetting(root, "2016-11-20"), told);

    put(root, "a.md", &brief("推进改革", "2016-11-05", &format!("{}xx市。", long("甲"))));
    let (second, changed) = received(root, "2016-11-20");
    assert_eq!(second.revised.len(), 1);
    assert!(changed != told && changed.contains("placeholder"), "{changed}");
    assert_eq!(forgetting(root, "2016-11-20"), changed);
}

#[test]
fn days_that_pass_settings_and_things_beside_a_text_count() {
    let root = office();
    let root = root.path();
    put(root, "b.md", &brief("推进别的", "2016-12-05", "改革。![图](图.png)"));
    received(root, "2016-11-20");
    let early = received(root, "2016-11-21").1;
    assert!(early.contains("date-future"), "{early}");
    let late = received(root, "2016-12-06").1;
    assert!(!late.contains("date-future"), "{late}");
    assert_eq!(forgetting(root, "2016-12-06"), late);

    put(root, "图.png", "这不是图");
    let damaged = received(root, "2016-12-06").1;
    assert!(damaged != late, "{damaged}");
    assert_eq!(forgetting(root, "2016-12-06"), damaged);

    let settings = root.join("kuaibao.toml");
    let text = std::fs::read_to_string(&settings).expect("settings");
    std::fs::write(&settings, format!("{text}\n[[gate.wording]]\nwrong = \"改革\"\nright = \"创新\"\n"))
        .expect("written");
    let watched = received(root, "2016-12-06").1;
    assert!(watched != damaged, "{watched}");
    assert_eq!(forgetting(root, "2016-12-06"), watched);
}

#[test]
fn texts_that_resemble_each_other_are_compared_anew_where_one_of_them_changes() {
    let root = office();
    let root = root.path();
    put(root, "a.md", &brief("推进改革", "2016-11-05", &long("甲")));
    put(root, "b.md", &brief("推进改革工作", "2016-11-06", &format!("{}成效明显。", long("甲"))));
    put(root, "c.md", &brief("另一件事", "2016-11-07", &long("丙")));
    // Before they are registered, texts are called by their paths.
    received(root, "2016-11-20");
    let (_, alike) = received(root, "2016-11-20");
    assert!(alike.contains("near-text"), "{alike}");
    assert_eq!(received(root, "2016-11-20").1, alike);
    assert_eq!(forgetting(root, "2016-11-20"), alike);

    put(root, "c.md", &brief("另一件事", "2016-11-07", &format!("{}成效很好。", long("甲"))));
    let (_, three) = received(root, "2016-11-20");
    assert!(three.matches("near-text").count() > alike.matches("near-text").count(), "{three}");
    assert_eq!(forgetting(root, "2016-11-20"), three);

    put(root, "a.md", &brief("推进改革", "2016-11-05", &long("丁")));
    let (_, other) = received(root, "2016-11-20");
    assert!(other != three);
    assert_eq!(forgetting(root, "2016-11-20"), other);
}
