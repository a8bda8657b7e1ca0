/** Files of a message as they are stored: what they tell, since only the moment of sending knows the reader's language. */
export type Attached = { purchaseOrderId: string; version: number }

export type MailFile = { name: string; contentType: string; content: string | Buffer }
