//! Programs from outside that judge what readers get: where they are had from, and the site that they judge.
//! Where one cannot be had the test says so aloud, and fails where CI=true.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use kuaibao::cli::Exit;

use crate::bench::{Bench, aloud};
use crate::sample::cloned;

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that stays from one run to the next.
pub fn workshop(name: &str) -> PathBuf {
    let folder = repository().join("target/validators").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub fn not_run(why: &str) {
    aloud(why);
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "this must run in CI: {why}");
}

/// Runs a script that installs something into a folder.
pub fn install(folder: &Path, script: &str) -> std::io::Result<Output> {
    Command::new("bash").arg("-ec").arg(script).current_dir(folder).output()
}

/// What a program said that was not what was hoped for.
pub fn told(output: std::io::Result<Output>) -> String {
    output.map(|o| String::from_utf8_lossy(&o.stderr).into_owned()).unwrap_or_else(|e| e.to_string())
}

/// Where a program lies that people start by its name.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The site of the sample office in its second year, built once for all tests: see `long_and_odd`.
pub fn sample_site() -> &'static Bench {
    static SITE: OnceLock<Bench> = OnceLock::new();
    SITE.get_or_init(|| {
        let mut bench = cloned();
        bench.at("2017-01-06T09:00");
        bench.write("submissions/高新区/掌上办.md", long_and_odd());
        for command in [
            "publish kuaibao-2016-8",
            "intake",
            "accept 高新区/掌上办.md --series kuaibao",
            "compile kuaibao",
            "publish kuaibao-2017-1",
        ] {
            bench.run(&command.split(' ').collect::<Vec<_>>()).done();
        }
        bench.run(&["build"]).ended(Exit::Findings);
        bench
    })
}

/// A brief of some pages, with Latin words, and with what would be code if it were not text.
fn long_and_odd() -> String {
    let sentence =
        "园区企业过去办事要在六个窗口之间来回跑现在坐在办公室里用手机就能把开办登记税务发票社保开户和印章备案一次办完";
    let paragraph = sentence.repeat(12);
    format!(
        "---\n标题: \"高新区推出APP“掌上办”<img src=x onerror=alert(1)>\"\n单位: 高新区\n报送日期: 2017-01-03\n\
         审签人: 焦尔康\n审签日期: 2017-01-02\n联络员: 植柏舟\n电话: 0000-1234541\n关键词: [政务服务, 掌上办]\n---\n\n\
         {paragraph}。\n\n{paragraph}。\n\n掌上办支持Wi-Fi和4G网络。<script>alert(2)</script>\n"
    )
}
