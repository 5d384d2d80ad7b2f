//! What readers do, in a real browser: tests/browser, over the site of the sample office. They need Chromium, Node.js
//! with npm and poppler's pdftotext; playwright-core comes from the npm registry, installed once below
//! `target/validators`.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use kuaibao::model::issue::Copies;
use kuaibao::model::{Block, BlockKind, Digest, Document, Inline, InlineKind, Issue, Item, Span};
use kuaibao::office::Office;
use kuaibao::render::{self, Archive, Templates};

use crate::bench::Bench;
use crate::outside::{install, not_run, on_path, repository, sample_site, told, workshop};

/// The oldest Node.js that playwright-core starts on.
const NODE: u32 = 20;

#[test]
fn readers_read_search_print_and_find_their_way() {
    let (Some(chromium), Some(modules)) = (chromium(), modules()) else { return };
    let mut node = Command::new("node");
    node.args(["--test-reporter=spec"]).arg(repository().join("tests/browser/all.mjs"));
    node.env("KUAIBAO_SITE", sample_site().path("site")).env("KUAIBAO_CHROMIUM", chromium);
    let output = node.env("KUAIBAO_MODULES", modules).output().expect("Node.js starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let also = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{also}");
    let passed =
        said.lines().find_map(|line| line.trim_start_matches(|c: char| !c.is_ascii()).trim().strip_prefix("pass "));
    assert!(passed.and_then(|count| count.parse().ok()).unwrap_or(0) >= 30, "were they all run? {said}");
}

/// Random phrases of a site whose index has both its parts; `phrases.mjs` compares with the texts of the pages.
#[test]
fn phrases_are_found_in_the_years_that_are_over_and_in_this_one() {
    let (Some(chromium), Some(modules)) = (chromium(), modules()) else { return };
    let bench = Bench::small();
    let site = bench.path("large");
    write_large_site(&Office::open(bench.root()).expect("an office"), &site);
    assert!(site.join("search/past/pairs/0.js").is_file(), "enough items for a part of their own");
    let mut node = Command::new("node");
    node.arg(repository().join("tests/browser/phrases.mjs")).env("KUAIBAO_PHRASES", "25");
    node.env("KUAIBAO_ALSO", [NEW, "先行先试再推", "行先试再推广"].join(","));
    node.env("KUAIBAO_SITE", site).env("KUAIBAO_CHROMIUM", chromium).env("KUAIBAO_MODULES", modules);
    let output = node.output().expect("Node.js starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("phrases: 25"), "{said}");
}

/// What stands in this year's items only; its beginning and its end stand in all others.
const NEW: &str = "先行先试再推广";

/// Two years of short items, made of few words, so that most phrases seem to stand in many of them.
fn write_large_site(office: &Office, to: &Path) {
    let issues = (0..280).map(large_issue).collect();
    let archive = Archive { settings: &office.settings, roster: &office.roster, issues, past: None };
    let templates = Templates::built_in();
    let edition = render::site(&archive, &templates);
    let pages = edition.pages.iter().map(|page| (page.path.clone(), page.bytes().expect("a page")));
    let wanted = |path: &str| !path.ends_with(".epub") && !path.ends_with(".xml");
    let files = edition.sets.iter().flat_map(|set| set.files().expect("files"));
    for (path, bytes) in files.chain(pages).filter(|(path, _)| wanted(path)) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

fn large_issue(number: usize) -> Issue {
    const WORDS: [&str; 12] =
        ["改革", "推进", "推行", "革新", "创新", "服务", "办事", "办理", "企业", "事项", "群众", "众创"];
    let mut state = number as u64 * 2_654_435_761 + 88_172_645_463_325_252;
    let mut word = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        WORDS[(state % 12) as usize]
    };
    let year = if number < 260 { 2015 } else { 2016 };
    let item = |item: usize| {
        let text: String = (0..60).flat_map(|at| [word(), if at % 9 == 8 { "，" } else { "" }]).collect();
        let text = format!("{text}。{}", if year == 2016 { NEW } else { "先行先试再推，行先试再推广" });
        let text = Inline { kind: InlineKind::Text(text), span: Span::new(0, 0) };
        let paragraph = Block { kind: BlockKind::Paragraph(vec![text]), span: Span::new(0, 0) };
        Item {
            number: item,
            title: format!("第{number}期的第{item}条"),
            sources: Vec::new(),
            kind: "信息".to_owned(),
            group: None,
            tags: Vec::new(),
            body: Document { blocks: vec![paragraph] }.into(),
            digest: Digest::default(),
            attribution: String::new(),
            images: Vec::new(),
            receipt: None,
            withdrawn: false,
        }
    };
    let items = [1, 2].map(item).into();
    Issue {
        id: format!("dongtai-{year}-{}", number % 260 + 1).parse().expect("an issue"),
        total: None,
        date: NaiveDate::from_yo_opt(year, 1 + number as u32 % 260).expect("a day"),
        signed: String::new(),
        note: String::new(),
        copies: Copies::default(),
        printed: None,
        items,
        notices: Vec::new(),
    }
}

/// The browser, where all that the tests need is there.
pub fn chromium() -> Option<PathBuf> {
    let lacking: Vec<&str> = ["node", "npm", "pdftotext"].into_iter().filter(|name| on_path(name).is_none()).collect();
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path);
    if !lacking.is_empty() || chromium.is_none() {
        let browser = if chromium.is_none() { " chromium" } else { "" };
        not_run(&format!("tests/browser need what is not installed: {}{browser}", lacking.join(" ")));
        return None;
    }
    let version = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let number = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if number.is_none_or(|number| number < NODE) {
        not_run(&format!("tests/browser need Node.js {NODE} or newer, here is {version}"));
        return None;
    }
    chromium
}

/// Where playwright-core is installed, as the lock file wants it.
pub fn modules() -> Option<PathBuf> {
    let (from, folder) = (repository().join("tests/browser"), workshop("browser"));
    let lock = std::fs::read(from.join("package-lock.json")).expect("the lock file");
    let installed = folder.join("installed");
    if std::fs::read(&installed).is_ok_and(|bytes| bytes == lock) {
        return Some(folder);
    }
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        copy(&from, &folder, name);
    }
    let output = install(&folder, "npm ci --silent --no-audit --no-fund --ignore-scripts");
    if output.as_ref().is_ok_and(|output| output.status.success()) {
        // Written last: what was broken off is installed anew.
        std::fs::write(installed, lock).expect("written");
        return Some(folder);
    }
    not_run(&format!("playwright-core could not be installed: {}", told(output)));
    None
}

fn copy(from: &Path, to: &Path, name: &str) {
    std::fs::copy(from.join(name), to.join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
}
