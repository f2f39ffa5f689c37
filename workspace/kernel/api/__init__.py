"""The API's manners: strict JSON, cursor pages, problem JSON, and the policies of the screens."""
