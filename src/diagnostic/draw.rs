//! Draws findings for a terminal: the sentence, the line, a mark under the place, what to do.
//!
//! In: findings. Out: text, with or without colour. annotate-snippets ends here.
//! Refuses to know: which findings deserve to be shown, where they go.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::finding::{Finding, Severity};

/// One finding over several lines.
pub fn drawn(finding: &Finding, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let title = level(finding.severity).primary_title(finding.message.as_str()).id(finding.code.name);
    let help = Level::HELP.with_name("办法").message(finding.help.as_str());
    let group = match &finding.place {
        Some(place) => {
            let annotation = AnnotationKind::Primary.span(place.mark.clone());
            let snippet =
                Snippet::source(place.excerpt.as_str()).line_start(place.line).fold(false).annotation(annotation);
            let origin = Origin::path(finding.path.as_str()).line(place.line).char_column(place.column);
            title.element(origin).element(snippet).element(help)
        }
        None => title.element(Origin::path(finding.path.as_str())).element(help),
    };
    renderer.render(&[group])
}

/// One finding on one line: path, place, weight, code, sentence.
pub fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|p| format!(":{}:{}", p.line, p.column)).unwrap_or_default();
    let Finding { path, severity, code, message, .. } = finding;
    format!("{path}{place} {}[{}] {message}", severity.label(), code.name)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR.with_name("错误"),
        Severity::Warning => Level::WARNING.with_name("注意"),
        Severity::Hint => Level::NOTE.with_name("提示"),
    }
}
