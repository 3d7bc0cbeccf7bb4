// The partners, played on this machine: see the README of kyc-assent's sandbox.
export { default, SandboxState } from "kyc-assent/sandbox";
