/** The block diagram that reports draw. */

/** Its text is escaped where it is drawn; a style attribute would be against the page's content policy. */
export const BlockDiagram = ({ svg }: { readonly svg: string }) => (
  <div class="diagram" dangerouslySetInnerHTML={{ __html: svg.replace(/ style="[^"]*"/, '') }} />
);
