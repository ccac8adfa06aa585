/** Made when the page is built: the text of each evidence file that answers its claim's question, by claim. */
declare module 'virtual:claim-evidence' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
