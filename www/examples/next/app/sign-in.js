/** Stands for your own sign-in: the token of whoever is signed in. */
export async function hostToken() {
  const reply = await fetch(process.env.SIGN_IN, { cache: "no-store" });
  return reply.text();
}
