//! Arguments of the commands about the office as a whole.

use std::path::PathBuf;

use clap::Args;

use super::values::{half, month, port, quarter, year};
use crate::model::Period;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// 文件夹；不写就是当前文件夹
    #[arg(value_name = "文件夹")]
    pub dir: Option<PathBuf>,
}

/// Arguments of `quota`.
#[derive(Debug, Args)]
pub struct Quota {
    /// 月，如 2016-11；都不写就是本月
    #[arg(long, value_name = "月", value_parser = month, group = "period")]
    pub month: Option<Period>,
    /// 季度，如 2016Q4
    #[arg(long, value_name = "季", value_parser = quarter, group = "period")]
    pub quarter: Option<Period>,
    /// 半年，如 2016H2
    #[arg(long, value_name = "半年", value_parser = half, group = "period")]
    pub half: Option<Period>,
    /// 年，如 2016
    #[arg(long, value_name = "年", value_parser = year, group = "period")]
    pub year: Option<Period>,
    /// 有单位欠报时以退出码 11 结束
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// 网页放到哪里；不写就是 site
    #[arg(long, value_name = "文件夹")]
    pub out: Option<PathBuf>,
    /// 同时刊发所有编好的送审稿
    #[arg(long)]
    pub publish: bool,
    /// 不用上次留下的缓存，全部重新检查、重新做网页
    #[arg(long)]
    pub fresh: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// 端口；不写就是 4000，被占用时换一个
    #[arg(long, value_name = "端口", default_value_t = 4000, hide_default_value = true, value_parser = port)]
    pub port: u16,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// 问题的代码，如 unsigned；不写就列出全部
    #[arg(value_name = "代码")]
    pub code: Option<String>,
}
