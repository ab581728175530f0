//! The search as readers meet it: what queries find, and that the browser answers as the terminal does.

mod browser;
mod demo;
mod measure;
mod quality;
mod site;
