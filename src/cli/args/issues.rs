//! Arguments of the commands about issues.

use clap::Args;

use super::values::issue;
use crate::model::IssueId;

/// Arguments of `compile`.
#[derive(Debug, Args)]
pub struct Compile {
    /// 刊物（id 或刊名）；不写就是全部
    #[arg(value_name = "刊物")]
    pub series: Option<String>,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue, required_unless_present = "all")]
    pub issues: Vec<IssueId>,
    /// 所有编好的送审稿
    #[arg(long, conflicts_with = "issues")]
    pub all: bool,
}

/// Arguments of `correct`.
#[derive(Debug, Args)]
pub struct Correct {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue)]
    pub issue: IssueId,
    /// 更正的理由，读者会看到
    #[arg(long, value_name = "理由", required_unless_present = "restore")]
    pub because: Option<String>,
    /// 更正说明里不引出改动前后的文字（原文不宜再现时用）
    #[arg(long, conflicts_with = "restore")]
    pub no_quote: bool,
    /// 不要改动，恢复成刊发时的样子
    #[arg(long, conflicts_with = "because")]
    pub restore: bool,
}

/// Arguments of `withdraw`.
#[derive(Debug, Args)]
pub struct Withdraw {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue)]
    pub issue: IssueId,
    /// 第几条
    #[arg(value_name = "条")]
    pub item: usize,
    /// 撤稿的理由，读者会看到
    #[arg(long, value_name = "理由")]
    pub because: String,
}

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// 送审稿的期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue, required = true)]
    pub issues: Vec<IssueId>,
    /// 只看要整理什么，不改文件
    #[arg(long)]
    pub dry_run: bool,
}

/// Arguments of `mask`.
#[derive(Debug, Args)]
pub struct Mask {
    /// 期，如 dongtai-2016-12
    #[arg(value_name = "期", value_parser = issue)]
    pub issue: IssueId,
    /// 第几条；不写就是各条
    #[arg(value_name = "条")]
    pub item: Option<usize>,
}
