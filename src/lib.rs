//! `casefile` turns a folder of Markdown and YAML into a static site in which every claim carries its sources.

pub mod text;

pub mod diag;

pub mod yaml;

pub mod markdown;

pub mod emit;
