//! Pages that stand are those that would be made: whatever changes, they are made again.

use std::path::Path;
use std::time::Duration;

use chrono::DateTime;

use super::{Outcome, SITE, Standstill, Survey, Task, build, compile};
use crate::cache::FOLDER;
use crate::init;
use crate::model::IssueId;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::Writer;
use crate::report::Told;

fn writer(root: &Path) -> (Office, Writer) {
    // A file that was written at this very moment is not remembered.
    std::thread::sleep(Duration::from_millis(40));
    let now = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
    (Office::open(root).expect("an office"), Writer::open(root, "编辑", now).expect("a register"))
}

/// Builds into `out`; tells whether the site was made, or stood as it was.
fn built(root: &Path, out: &str, seal: bool) -> (Outcome, bool) {
    let (office, mut writer) = writer(root);
    let now = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
    let mut survey = Survey::of(&office, &root.join(out)).expect("looked at");
    let outcome = build(
        &Task { office: &office, now, seal, goes_on: false, work: &Progress::new() },
        &mut writer,
        &mut survey,
        None,
    )
    .expect("built");
    let made = outcome.stages.iter().any(|stage| stage.name == "网页和电子书");
    (outcome, made)
}

/// Everything in a folder, but for the folder's own times.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("an entry"));
    let files = walk.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).expect("within").to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), std::fs::read(entry.path()).expect("readable"))).collect()
}

/// The site is what a build that remembers nothing makes elsewhere.
fn is_as_if_made_anew(root: &Path) {
    let kept = root.join(FOLDER);
    let aside = root.join(".kuaibao-aside");
    std::fs::rename(&kept, &aside).expect("moved");
    built(root, "anew", false);
    std::fs::remove_dir_all(&kept).expect("removed");
    std::fs::rename(&aside, &kept).expect("moved back");
    assert!(files(&root.join(SITE)) == files(&root.join("anew")), "a page that stands is stale");
}

#[test]
fn pages_stand_while_nothing_changes_and_are_made_again_when_anything_does() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    init::office(root).expect("an office");
    let issue = root.join("issues/kuaibao/2016/001");
    std::fs::create_dir_all(&issue).expect("a folder");
    let toml = "series = \"kuaibao\"\nyear = 2016\nnumber = 1\n\n[[item]]\nfile = \"01.md\"\n";
    std::fs::write(issue.join("issue.toml"), toml).expect("written");
    let text = "---\n标题: 推进改革\n单位: [市民政局]\n---\n\n改革成效明显。\n";
    std::fs::write(issue.join("01.md"), text).expect("written");
    assert_eq!(built(root, SITE, true).0.sealed.issues.len(), 1);
    built(root, SITE, false);
    let (outcome, made) = built(root, SITE, false);
    assert!(
        !made && outcome.site.written == 0 && outcome.site.total > 0 && outcome.stock.shelf.published[0].items == 1
    );
    is_as_if_made_anew(root);

    // Somebody changes a page, or loses one.
    for change in [Some("别的"), None] {
        let page = root.join(SITE).join("index.html");
        match change {
            Some(text) => std::fs::write(&page, text).expect("written"),
            None => std::fs::remove_file(&page).expect("removed"),
        }
        assert!(built(root, SITE, false).1);
        is_as_if_made_anew(root);
    }

    // A correction.
    std::fs::write(issue.join("01.md"), text.replace("明显", "很明显")).expect("written");
    let (office, mut register) = writer(root);
    let id: IssueId = "kuaibao-2016-1".parse().expect("an issue");
    compile::correct(&office, &mut register, &id, "笔误", false).expect("corrected");
    drop(register);
    assert!(built(root, SITE, false).1);
    is_as_if_made_anew(root);

    // A copy that cannot be read for a moment: what it would say is told as soon as it is there again.
    let copies = walkdir::WalkDir::new(root.join("register/originals")).into_iter().filter_map(Result::ok);
    let copies: Vec<_> = copies.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect();
    std::fs::remove_dir_all(root.join(FOLDER)).expect("forgotten");
    copies.iter().for_each(|copy| std::fs::rename(copy, copy.with_extension("away")).expect("moved"));
    built(root, SITE, false);
    copies.iter().for_each(|copy| std::fs::rename(copy.with_extension("away"), copy).expect("moved back"));
    built(root, SITE, false);
    is_as_if_made_anew(root);

    // What an earlier run had settled is done before anybody looks which pages stand.
    built(root, SITE, false);
    let few = root.join(".kuaibao-site.few");
    std::fs::create_dir_all(&few).expect("a folder");
    std::fs::write(few.join(".gone"), "units/index.html").expect("written");
    std::fs::write(few.join("new.html"), "of an earlier run").expect("written");
    built(root, SITE, false);
    assert!(!few.exists());
    is_as_if_made_anew(root);

    // Settings, and a template of the office's own.
    built(root, SITE, false);
    let settings = root.join("kuaibao.toml");
    let text = std::fs::read_to_string(&settings).expect("settings").replace("昆明改革快报", "某市改革快报");
    std::fs::write(&settings, text).expect("written");
    assert!(built(root, SITE, false).1);
    is_as_if_made_anew(root);
    std::fs::create_dir_all(root.join("templates/static")).expect("a folder");
    std::fs::write(root.join("templates/static/公告.txt"), "公告").expect("written");
    assert!(built(root, SITE, false).1);
    is_as_if_made_anew(root);

    // A new telephone in a header is looked for on all pages once more.
    built(root, SITE, false);
    assert!(!built(root, SITE, false).1);
    let folder = root.join("submissions/市民政局");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("a.md"), "---\n标题: 新的\n电话: 0000-1234567\n---\n\n正文。\n").expect("written");
    assert!(built(root, SITE, false).1);
}

#[test]
fn a_unit_that_mends_a_brief_changes_its_own_internal_page_and_the_first_one() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    init::office(root).expect("an office");
    let write = |unit: &str, number: usize, text: &str| {
        let folder = root.join("submissions").join(unit);
        std::fs::create_dir_all(&folder).expect("a folder");
        let text = format!("---\n标题: 推进第{number}项改革\n单位: [{unit}]\n---\n\n第{number}项{text}。\n");
        std::fs::write(folder.join(format!("{number}.md")), text).expect("written");
    };
    (1..=2).for_each(|number| write("市民政局", number, "改革成效明显"));
    (3..=5).for_each(|number| write("市发展改革委", number, "改革成效明显"));
    write("甲乙合作社", 6, "改革成效明显");
    built(root, SITE, false);
    let outcome = built(root, SITE, false).0;
    assert!(!outcome.reports.is_news());
    let index = std::fs::read_to_string(root.join("reports/index.html")).expect("a page");
    // Three of six, and one whose unit has no page.
    assert!(index.contains("待审（6 篇") && index.contains("后到的 2 篇没有列在这里"), "{index}");
    assert!(["3", "4", "5", "6"].iter().all(|number| index.contains(&format!("推进第{number}项改革"))));

    // The first page shows the one, and only counts the other.
    write("市发展改革委", 3, "改革成效很明显，办结一百件");
    assert_eq!(built(root, SITE, false).0.reports.written, 2);
    write("市民政局", 1, "改革成效很明显，办结一百件");
    assert_eq!(built(root, SITE, false).0.reports.written, 1);
    let anew = files(&root.join("reports"));
    std::fs::remove_dir_all(root.join("reports")).expect("removed");
    built(root, SITE, false);
    assert!(files(&root.join("reports")) == anew);
}

/// Whether a build is known to change nothing, on a day of November 2016; if not, it is built, so that the next one may be.
fn stands_still(root: &Path, day: u32) -> bool {
    let (office, mut writer) = writer(root);
    let now = DateTime::parse_from_rfc3339(&format!("2016-11-{day}T09:00:00+08:00")).expect("a moment");
    let today = now.date_naive();
    let mut survey = Survey::of(&office, &root.join(SITE)).expect("looked at");
    let standstill = Standstill::on(&survey, today);
    let before = standstill.as_ref().map(|_| files(&root.join(SITE)));
    let task = Task { office: &office, now, seal: false, goes_on: false, work: &Progress::new() };
    let outcome = build(&task, &mut writer, &mut survey, None).expect("built");
    let told = Told::of(&office, &outcome, writer.register());
    let Some(standstill) = standstill else {
        outcome.sure.then(|| Standstill::keep(&survey, told, &outcome.site, today));
        return false;
    };
    assert_eq!(standstill.told, told);
    assert_eq!((standstill.site(), outcome.reports.is_news()), (outcome.site, false));
    assert!(Some(files(&root.join(SITE))) == before);
    true
}

#[test]
fn nothing_is_built_where_everything_lies_as_it_did_and_only_there() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    init::office(root).expect("an office");
    let folder = root.join("submissions/市民政局");
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = "---\n标题: 推进改革\n单位: [市民政局]\n---\n\n改革成效明显。\n";
    std::fs::write(folder.join("a.md"), text).expect("written");
    let stands = |day| stands_still(root, day);
    // The first build registers, the second finds everything registered.
    assert!(!stands(20) && !stands(20) && stands(20) && stands(20));
    assert!(!stands(21) && stands(21), "another day");

    let write = |path: &str, text: &str| std::fs::write(root.join(path), text).expect("written");
    let copy = walkdir::WalkDir::new(root.join("register/originals")).into_iter().filter_map(Result::ok);
    let copy = copy.filter(|entry| entry.file_type().is_file()).last().expect("a copy").into_path();
    let changes: [&dyn Fn(); 10] = [
        &|| write("submissions/市民政局/a.md", &text.replace("明显", "显著")),
        &|| write("submissions/市民政局/b.xls", ""),
        &|| write("submissions/市民政局/b.md", text),
        &|| std::fs::remove_file(folder.join("b.md")).expect("removed"),
        &|| write("site/index.html", "别的"),
        &|| std::fs::remove_file(root.join("reports/index.html")).expect("removed"),
        &|| std::fs::create_dir_all(root.join("templates/static")).expect("made"),
        &|| write("templates/static/公告.txt", "公告"),
        &|| std::fs::create_dir_all(root.join("issues/kuaibao/2016/001")).expect("made"),
        &|| std::fs::rename(&copy, copy.with_extension("away")).expect("moved"),
    ];
    for (nth, change) in changes.iter().enumerate() {
        change();
        assert!(!stands(21), "{nth}");
        // What a build registers or makes is settled by the next one at the latest.
        assert!((0..2).any(|_| stands(21)) && stands(21), "{nth}");
    }
    let settings = std::fs::read_to_string(root.join("kuaibao.toml")).expect("settings");
    write("kuaibao.toml", &settings.replace("昆明改革快报", "某市改革快报"));
    assert!(!stands(21));
}

#[test]
fn what_could_not_be_opened_for_a_moment_is_looked_at_again() {
    let root = tempfile::tempdir().expect("a folder");
    let root = root.path();
    init::office(root).expect("an office");
    let folder = root.join("submissions/市民政局");
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = "---\n标题: 推进改革\n单位: [市民政局]\n---\n\n改革成效明显。\n\n![办事大厅](图.png)\n";
    std::fs::write(folder.join("a.md"), text).expect("written");
    let stands = || stands_still(root, 20);
    // A picture that is not there is no reason to look again: if it comes, its folder looks otherwise.
    assert!(!stands() && !stands() && stands());
    std::fs::write(folder.join("图.png"), "no picture").expect("written");
    assert!(!stands() && stands(), "it could be read");

    // Half a line at the journal's end is told each time until somebody writes the next one.
    use std::io::Write;
    let journal = root.join("register/2016.jsonl");
    let mut journal = std::fs::OpenOptions::new().append(true).open(journal).expect("a journal");
    journal.write_all(b"{\"seq\"").expect("written");
    assert!(!stands() && !stands() && !stands());
}

#[cfg(unix)]
#[test]
fn submissions_may_be_a_link_to_a_share() {
    let (root, share) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let root = root.path();
    init::office(root).expect("an office");
    std::fs::remove_dir_all(root.join("submissions")).expect("removed");
    std::os::unix::fs::symlink(share.path(), root.join("submissions")).expect("linked");
    let folder = share.path().join("市民政局");
    std::fs::create_dir_all(&folder).expect("a folder");
    let text = "---\n标题: 推进改革\n单位: [市民政局]\n---\n\n改革成效明显。\n";
    ["a.md", "b.md"].iter().for_each(|name| std::fs::write(folder.join(name), text).expect("written"));
    let reception = built(root, SITE, false).0.reception;
    assert_eq!((reception.received.len(), reception.examination.files.len()), (2, 0));
    std::fs::remove_file(folder.join("b.md")).expect("removed");
    assert_eq!(built(root, SITE, false).0.reception.vanished.len(), 1);

    // The share is away: nothing has vanished.
    std::fs::remove_file(root.join("submissions")).expect("removed");
    let (office, mut writer) = writer(root);
    let now = DateTime::parse_from_rfc3339("2016-11-20T09:00:00+08:00").expect("a moment");
    let mut survey = Survey::of(&office, &root.join(SITE)).expect("looked at");
    // It comes back while the build is on its way.
    std::os::unix::fs::symlink(share.path(), root.join("submissions")).expect("linked");
    assert!(
        build(
            &Task { office: &office, now, seal: false, goes_on: false, work: &Progress::new() },
            &mut writer,
            &mut survey,
            None
        )
        .is_err()
    );
}
