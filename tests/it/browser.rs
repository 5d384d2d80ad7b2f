//! What readers do, in a real browser: tests/browser, over the site of the sample office. They need Chromium, Node.js
//! with npm and poppler's pdftotext; playwright-core comes from the npm registry, installed once below
//! `target/validators`.

use std::path::{Path, PathBuf};
use std::process::Command;

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
