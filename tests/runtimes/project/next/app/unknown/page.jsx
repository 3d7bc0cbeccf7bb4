import { Alone } from "../alone.jsx";

export default function Page() {
  return <Alone policy="unknown-policy" />;
}
