//! `check`: reads and judges, writes nothing. Works on single files outside any office too.

use std::path::{Path, PathBuf};

use super::args::Check;
use super::desk::Desk;
use super::exit::Exit;
use super::fix;
use crate::config::Settings;
use crate::diagnostic::{Finding, tally};
use crate::error::{Error, Result};
use crate::examine::{self, Examination, Examined, Scope};
use crate::intake;
use crate::office::Office;
use crate::register::{Arrival, Facts};
use crate::report::check::view;

/// Runs the command.
pub fn run(args: Check, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office_if_any()?;
    if let Some(folder) = &args.fix {
        let folder = desk.path(folder);
        return fix::run(office.as_ref(), &args.paths, &folder, desk);
    }
    match office {
        Some(office) if args.paths.iter().all(|path| is_submitted(&office, &desk.path(path))) => {
            in_office(&office, &args.paths, desk)
        }
        None if args.paths.is_empty() => desk.office().map(|_| Exit::Done),
        office => alone(&args.paths, &office.map_or_else(Settings::regime, |office| office.settings), desk),
    }
}

fn is_submitted(office: &Office, path: &Path) -> bool {
    let relative = office.relative(path);
    relative.is_some_and(|path| path.is_empty() || path.split('/').next() == Some(intake::SUBMISSIONS))
}

fn in_office(office: &Office, paths: &[PathBuf], desk: &mut Desk<'_>) -> Result<Exit> {
    let wanted: Vec<String> = paths.iter().filter_map(|path| office.relative(&desk.path(path))).collect();
    let everything = wanted.is_empty() || wanted.iter().any(String::is_empty);
    let scope = if everything { Scope::All } else { Scope::Within(&wanted) };
    let register = desk.register(office)?;
    let work = desk.work();
    work.begins("检查");
    let examination = examine::examine(office, register, desk.today(), (scope, None), None, &work)?;
    work.ends();
    let Examination { briefs, ignored, files, .. } = examination;
    let briefs: Vec<&Examined> = briefs.iter().collect();
    let files: Vec<&Finding> = files.iter().collect();
    if briefs.is_empty() && files.is_empty() && !wanted.is_empty() {
        return Err(Error::usage("这里没有可以检查的简报")
            .at(&wanted[0])
            .help("请指明 submissions 里的文件或文件夹。"));
    }
    if desk.json {
        desk.print_json(&view(&briefs, &files, ignored, Some(register), &office.settings))?;
        return Ok(exit(briefs.iter().flat_map(|brief| &brief.findings).chain(files)));
    }
    let all: Vec<&Finding> = briefs.iter().flat_map(|brief| &brief.findings).chain(files).collect();
    tell(briefs.len(), &all, desk)
}

fn alone(paths: &[PathBuf], settings: &Settings, desk: &mut Desk<'_>) -> Result<Exit> {
    let work = desk.work();
    work.begins("检查");
    let files: Vec<Vec<PathBuf>> = paths.iter().map(|path| files_below(&desk.path(path))).collect::<Result<_>>()?;
    let files = files.concat();
    work.pieces(files.len(), "篇");
    let mut briefs = Vec::with_capacity(files.len());
    for file in files {
        let judged = examine::judge_alone(&file, settings, desk.today());
        let judged = judged.map_err(|cause| Error::io("读取", &file, cause))?;
        let facts = Facts::of(&judged.written, "", judged.whole).into();
        let path = judged.source.path.clone();
        let arrival = Arrival { path, digest: Default::default(), assets: vec![], modified: None, facts };
        briefs.push(Examined {
            arrival,
            findings: judged.findings,
            mark: 0,
            pictures: vec![],
            settled: false,
            fresh: true,
        });
        work.one();
    }
    work.ends();
    let briefs: Vec<&Examined> = briefs.iter().collect();
    let all: Vec<&Finding> = briefs.iter().flat_map(|brief| &brief.findings).collect();
    if desk.json {
        desk.print_json(&view(&briefs, &[], vec![], None, settings))?;
        return Ok(exit(all));
    }
    tell(briefs.len(), &all, desk)
}

pub(super) fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.exists() && !intake::is_brief_name(&name) {
            let help = "请把文字存成 .docx、.md 或 .txt 后再检查。";
            return Err(Error::usage("这种文件不能检查").at(path).help(help));
        }
        return Ok(vec![path.to_owned()]);
    }
    let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = walk.filter(|entry| entry.file_type().is_file() && is_brief(&entry.file_name().to_string_lossy()));
    let briefs = files.map(|entry| entry.into_path()).filter(|file| !intake::is_header_of_word(file));
    Ok(briefs.collect())
}

/// Not the lock files that word processors leave beside what they have open.
fn is_brief(name: &str) -> bool {
    intake::is_brief_name(name) && !name.starts_with(['.', '~'])
}

fn tell(count: usize, findings: &[&Finding], desk: &mut Desk<'_>) -> Result<Exit> {
    for finding in findings {
        desk.draw(finding)?;
    }
    let [errors, warnings, hints] = tally(findings.iter().copied());
    let summary = match findings.len() {
        0 => format!("检查了 {count} 篇，没有发现问题。"),
        _ => format!(
            "检查了 {count} 篇：错误 {errors} 处（须改正），注意 {warnings} 处，提示 {hints} 处。\
             每种问题的说明：kuaibao explain 代码"
        ),
    };
    desk.print(&summary)?;
    Ok(exit(findings.iter().copied()))
}

fn exit<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Exit {
    if tally(findings)[0] > 0 { Exit::Findings } else { Exit::Done }
}
