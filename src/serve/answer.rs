//! One request → one answer.
//!
//! In: a request's head, the folders, the state. Out: status, headers, bytes. Nothing but reading is done for anybody.
//! Refuses to know: connections.

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Response, StatusCode};
use tokio::sync::watch;

use super::place::{self, Place};
use super::state::State;
use super::{host, kind, mark, pages, stream};
use crate::disk;

/// Where everything of our own stands; no path of a site begins like this.
const OWN: &str = "/__kuaibao/";
const SCRIPT: &str = "/__kuaibao/reload.js";
const DRAFTS: &str = "/__drafts";
const REPORTS: &str = "/__reports";

/// The body of an answer: bytes, or events without end.
pub type Body = Either<Full<Bytes>, Channel<Bytes>>;
/// An answer.
pub type Answer = Response<Body>;

/// What is asked.
pub struct Asked {
    /// GET, HEAD, …
    pub method: Method,
    /// The path, percent-encoded.
    pub path: String,
    /// Behind the question mark, with it.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
}

/// What there is to answer with.
#[derive(Clone)]
pub struct Rooms {
    /// `site/`.
    pub site: PathBuf,
    /// `reports/`.
    pub reports: PathBuf,
    /// Our port.
    pub port: u16,
    /// The state.
    pub state: watch::Receiver<State>,
}

/// Which of the two revisions a page belongs to.
#[derive(Clone, Copy)]
enum Wing {
    Site,
    Office,
}

impl Rooms {
    /// The answer.
    pub async fn answer(&self, asked: Asked) -> Answer {
        let name = asked.headers.get(header::HOST).and_then(|name| name.to_str().ok());
        if !name.is_some_and(|name| host::is_ours(name, self.port)) {
            let why = format!("请用 <code>http://127.0.0.1:{}/</code> 打开，只能在这台电脑上看。", self.port);
            return html(StatusCode::MISDIRECTED_REQUEST, pages::refused(&why));
        }
        if !matches!(asked.method, Method::GET | Method::HEAD) {
            let mut answer = html(StatusCode::METHOD_NOT_ALLOWED, pages::refused("这里只能看，不能提交。"));
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return answer;
        }
        match asked.path.strip_prefix(OWN) {
            Some(own) => self.own(own, &asked),
            None => self.page(&asked).await,
        }
    }

    fn own(&self, name: &str, asked: &Asked) -> Answer {
        match name {
            "reload.js" => whole(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("reload.js")),
            "state" => {
                let json = serde_json::to_vec(&*self.state.borrow()).unwrap_or_default();
                whole(StatusCode::OK, "application/json", json)
            }
            "events" if asked.method == Method::GET => {
                let mut answer = whole(StatusCode::OK, "text/event-stream", Vec::new());
                *answer.body_mut() = Either::Right(stream::stream(self.state.clone()));
                answer
            }
            _ => self.nothing(asked),
        }
    }

    async fn page(&self, asked: &Asked) -> Answer {
        let path = asked.path.as_str();
        if path == format!("{DRAFTS}/") {
            let list = pages::drafts(&self.state.borrow());
            return html(StatusCode::OK, self.marked(list.into_bytes(), Wing::Office, asked));
        }
        let inside = |folder: &str| path.strip_prefix(folder).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        if let Some(rest) = inside(DRAFTS) {
            return self.file(self.reports.join("drafts"), rest, Wing::Office, asked).await;
        }
        match inside(REPORTS) {
            Some(rest) => self.file(self.reports.clone(), rest, Wing::Office, asked).await,
            None => self.file(self.site.clone(), path, Wing::Site, asked).await,
        }
    }

    /// The file that `path` means below `folder`.
    async fn file(&self, folder: PathBuf, path: &str, wing: Wing, asked: &Asked) -> Answer {
        if path.is_empty() {
            return moved(&format!("{}/{}", asked.path, asked.query));
        }
        let Some(parts) = place::parts(path) else { return self.nothing(asked) };
        let told = tokio::task::spawn_blocking(move || found(&folder, &parts)).await;
        match told.unwrap_or(Found::Nothing) {
            Found::Nothing => self.nothing(asked),
            Found::Folder => moved(&format!("{}/{}", asked.path, asked.query)),
            Found::File { path, bytes, stamp } => self.whole_file(&path, bytes, &stamp, wing, asked),
        }
    }

    fn whole_file(&self, path: &str, bytes: Vec<u8>, stamp: &str, wing: Wing, asked: &Asked) -> Answer {
        let kind = kind::kind(path, &bytes);
        let is_page = kind == kind::HTML;
        let mark = if is_page && is_browser(asked) { format!("-{}", self.revision(wing)) } else { String::new() };
        let tag = format!("\"{stamp}{mark}\"");
        let known = asked.headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
        let mut answer = match known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
            true => whole(StatusCode::NOT_MODIFIED, kind, Vec::new()),
            false if is_page => whole(StatusCode::OK, kind, self.marked(bytes, wing, asked)),
            false => whole(StatusCode::OK, kind, bytes),
        };
        let headers = answer.headers_mut();
        // It may be kept, but must be asked for anew each time.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.extend(HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag)));
        if is_page {
            headers.insert(header::VARY, HeaderValue::from_static("accept"));
        }
        answer
    }

    /// The page with the mark, for a browser; else as it is.
    fn marked(&self, page: Vec<u8>, wing: Wing, asked: &Asked) -> Vec<u8> {
        if !is_browser(asked) {
            return page;
        }
        mark::marked(page, &format!("{SCRIPT}?{}", self.revision(wing)))
    }

    /// Which server, which wing, which revision: the script compares it with what it is told.
    fn revision(&self, wing: Wing) -> String {
        let state = self.state.borrow();
        match wing {
            Wing::Site => format!("{}.site.{}", state.run, state.site),
            Wing::Office => format!("{}.office.{}", state.run, state.office),
        }
    }

    fn nothing(&self, asked: &Asked) -> Answer {
        let page = pages::nothing(&self.state.borrow());
        html(StatusCode::NOT_FOUND, self.marked(page.into_bytes(), Wing::Site, asked))
    }
}

/// A browser that wants to show a page says so; programs (curl, checkers, the script itself) take whatever there is.
fn is_browser(asked: &Asked) -> bool {
    let accepts = asked.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepts.flat_map(|value| value.split(',')).any(|kind| kind.trim().to_ascii_lowercase().starts_with("text/html"))
}

enum Found {
    File { path: String, bytes: Vec<u8>, stamp: String },
    Folder,
    Nothing,
}

fn found(folder: &Path, parts: &[String]) -> Found {
    let read = || match place::place(folder, parts) {
        Place::Nothing => Found::Nothing,
        Place::Folder => Found::Folder,
        Place::File(file) => read(folder, &file).unwrap_or(Found::Nothing),
    };
    match read() {
        Found::Nothing => {
            // Between one site and the next there may be an instant with neither.
            std::thread::sleep(Duration::from_millis(25));
            read()
        }
        found => found,
    }
}

fn read(folder: &Path, file: &Path) -> Option<Found> {
    let stamp = disk::stamp(file)?;
    let bytes = std::fs::read(file).ok()?;
    let since = stamp.modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let stamp = format!("{:x}-{:x}", bytes.len(), since.as_nanos());
    Some(Found::File { path: disk::relative(folder, file)?, bytes, stamp })
}

fn html(status: StatusCode, page: impl Into<Bytes>) -> Answer {
    let mut answer = whole(status, kind::HTML, page.into());
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(pages::POLICY));
    answer
}

/// To the same place with a slash at its end.
fn moved(to: &str) -> Answer {
    let mut answer = whole(StatusCode::FOUND, kind::HTML, Bytes::new());
    answer.headers_mut().extend(HeaderValue::from_str(to).map(|to| (header::LOCATION, to)));
    answer
}

/// What every answer says: it is what it is said to be, for this server's own pages only, and not to be kept.
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn whole(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Either::Left(Full::new(bytes.into())));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.extend(ALWAYS.map(|(name, value)| (name, HeaderValue::from_static(value))));
    answer
}
