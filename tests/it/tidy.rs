//! The repository checks itself: invariants of ARCHITECTURE.md that are told as absences, and the house style.

use std::path::Path;

use crate::bench::files_below;

fn sources() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = files_below(&folder).into_iter().filter(|(name, _)| name.ends_with(".rs"));
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(name: &str) -> bool {
    name.contains("tests") || name.contains("testing") || name.contains("properties")
}

#[test]
fn every_file_says_what_comes_in_what_goes_out_and_what_it_refuses_to_know() {
    for (name, text) in sources() {
        assert!(text.starts_with("//! "), "{name} does not open with what it is");
    }
}

#[test]
fn rooms_do_not_know_what_they_refuse_to_know() {
    let forbidden: [(&str, &[&str]); 11] = [
        ("model/", &["serde", "tera::", "std::fs", "std::path", "crate::config", "crate::register"]),
        ("parse/", &["std::fs", "std::path", "crate::config", "crate::register", "Utc::now"]),
        ("rules/", &["std::fs", "std::path", "crate::register", "crate::intake"]),
        ("duty/", &["std::fs", "crate::register", "crate::parse"]),
        ("render/", &["std::fs", "crate::register", "crate::intake", "crate::compile", "crate::parse"]),
        ("register/", &["crate::parse", "crate::rules", "crate::render", "crate::duty"]),
        ("report/", &["std::fs", "println!", "Utc::now"]),
        (
            "serve/",
            &["crate::office", "crate::register", "crate::compile", "crate::build", "crate::watch", "fs::write"],
        ),
        ("watch/settle", &["std::fs", "std::path", "Instant"]),
        ("watch/matters", &["std::fs", "std::path"]),
        ("progress/", &["std::io", "std::fs", "crate::cli", "crate::office"]),
    ];
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        for (room, words) in forbidden.iter().filter(|(room, _)| name.starts_with(room)) {
            for word in *words {
                assert!(!code(text).contains(word), "{name}: {room} must not know {word}");
            }
        }
    }
}

#[test]
fn only_main_reads_the_clock_and_only_main_and_cli_print() {
    for (name, text) in sources().iter().filter(|(name, _)| name != "main.rs" && !is_test(name)) {
        for word in ["Utc::now", "Local::now", "SystemTime::now"] {
            assert!(!code(text).contains(word), "{name} reads the clock");
        }
        for word in ["println!", "eprintln!", "print!(", "dbg!"] {
            assert!(!code(text).contains(word), "{name} prints");
        }
    }
}

#[test]
fn what_listens_waits_for_events_and_draws_stays_in_its_room() {
    for (name, text) in sources() {
        let listens = ("serve/", &["tokio::", "hyper::", "hyper_util::"][..]);
        for (room, words) in [listens, ("watch/", &["notify::"]), ("cli/progress", &["indicatif::"])] {
            for word in words.iter().filter(|_| !name.starts_with(room)) {
                assert!(!code(&text).contains(word), "{name}: {word} ends in {room}");
            }
        }
    }
}

#[test]
fn files_stay_small() {
    for (name, text) in sources().iter().filter(|(name, _)| !is_test(name)) {
        let lines = code(text).lines().count();
        assert!(lines <= 330, "{name} has {lines} lines of code: a room that has outgrown its walls");
    }
}

#[test]
fn nothing_is_left_unfinished() {
    for (name, text) in sources() {
        for word in ["todo!(", "unimplemented!(", "FIXME", "XXX"] {
            assert!(!text.contains(word), "{name} contains {word}");
        }
    }
}
