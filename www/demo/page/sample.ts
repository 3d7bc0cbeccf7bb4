/** Made-up data for testers. */
import type { DataItem } from "../../package/types.ts";

const everywhere: Partial<Record<DataItem, string>> = {
  "first-name": "Mara",
  "last-name": "Lindqvist",
  "date-of-birth": "1991-04-17",
  "address-line": "Hafenstraße 12",
  "postal-code": "20457",
  city: "Hamburg",
  nationality: "DE",
  email: "mara.lindqvist@example.com",
  phone: "+4940123456",
  "identity-number": "C01X00T47",
  employment: "full-time",
  "source-of-funds": "salary-disbursement",
  industry: "financial-institution",
  "yearly-income": "income-50k-100k",
};

const unitedStates: Partial<Record<DataItem, string>> = {
  nationality: "US",
  "address-line": "210 Congress Avenue",
  "postal-code": "78701",
  city: "Austin",
  state: "TX",
  phone: "+15125550142",
  "social-security-number": "078-05-1120",
};

/** A plausible answer for the item, given the residence. Empty where there is none. */
export function sampleValue(item: DataItem, country: string): string {
  return (country === "US" ? unitedStates[item] : undefined) ?? everywhere[item] ?? "";
}

export const sampleResidence = "DE";

/** A small picture that says what it is, as a file. */
export async function sampleFile(title: string): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 420;
  const paint = canvas.getContext("2d");
  if (paint === null) throw new Error("This browser draws no pictures.");
  paint.fillStyle = "#dfe7ea";
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.fillStyle = "#17323a";
  paint.font = "600 44px sans-serif";
  paint.fillText("SAMPLE", 40, 90);
  paint.font = "26px sans-serif";
  paint.fillText(title, 40, 140);
  paint.fillText("Made up for a demonstration", 40, 370);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("This browser saves no pictures.");
  return new File([blob], "sample.png", { type: "image/png" });
}
