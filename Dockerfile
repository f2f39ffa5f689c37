# The team image: the same code, with the static files collected and the catalogues compiled.
FROM python:3.13-slim
RUN useradd --create-home roundtable
WORKDIR /opt/roundtable
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
ENV DATA_DIR=/data STATIC_ROOT=/opt/roundtable/staticfiles HOST=0.0.0.0 PORT=8000
RUN mkdir /data && chown roundtable /data \
 && DATABASE_URL=postgresql://build@localhost/build SECRET_KEY=only-while-the-image-is-built-0123456789 \
    sh -c "python manage.py compile_catalogues && python manage.py collectstatic --noinput" \
 && chown -R roundtable /data
USER roundtable
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--no-worker"]
