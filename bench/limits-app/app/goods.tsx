/** As much HTML as a group page with its dozen offers has: Next sends a page's content twice, as HTML and as payload. */
const SHELVES = 12
const FACTS = 9

export const Goods = ({ title }: { title: string }) => (
  <main>
    <h1>{title}</h1>
    <ul>
      {Array.from({ length: SHELVES }, (_, shelf) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <li key={shelf} className="product">
          <h2 className="product__name">Product number {shelf}</h2>
          {Array.from({ length: FACTS }, (_, fact) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
            <p key={fact} className="product__meta micro">
              <span className="strong">Fact {fact}</span> of {shelf}: picked on Friday, on your doorstep on Saturday
            </p>
          ))}
        </li>
      ))}
    </ul>
  </main>
)
