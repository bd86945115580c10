//! `casefile` turns a folder of Markdown and YAML into a static site in which every claim carries its sources.

pub mod text;

pub mod diag;

pub mod yaml;

pub mod markdown;

pub mod model;

pub mod config;

pub mod biblio;

pub mod read;

pub mod resolve;

pub mod routes;

pub mod check;

pub mod theme;

pub mod render;
